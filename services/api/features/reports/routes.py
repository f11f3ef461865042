"""`/api/v1/reports`: monthly reports (F-15, W-29)."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from services.api.features.reports import service
from services.api.features.reports.service import ReportFilter
from services.api.features.reports.service_sheet import REPORTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as make_router
from services.api.kernel.scope import Permission
from services.contracts.base import Month, Page
from services.contracts.reports import (
    AcceptMany,
    AcceptManyOut,
    DraftOut,
    DraftPut,
    ReceiptOut,
    RemindMany,
    RemindOut,
    ReportDetail,
    ReportRow,
    ReturnReport,
    RevisionList,
    SubmitReport,
    TeamReport,
)

router = make_router("reports", "/api/v1/reports")
Reader = Annotated[Ctx, needs(Permission.report_read)]
Writer = Annotated[Ctx, needs(Permission.report_submit)]
Reviewer = Annotated[Ctx, needs(Permission.report_review)]


@router.get("")
async def list_reports(ctx: Reader, paging: Paging, asked: Annotated[ReportFilter, Depends()]) -> Page[ReportRow]:
    """Reports in scope: the longest waiting first when `waiting`, the first due first when `open` or `overdue`,
    otherwise the newest month first.
    """
    return await service.page(ctx, asked, paging)


offer(router, REPORTS, needs(Permission.report_read), ReportFilter, service.page)


@router.post("/accept")
async def accept_many(ctx: Reviewer, body: AcceptMany) -> AcceptManyOut:
    """Accept several; the result of each row is in the answer."""
    return await service.accept_many(ctx, body)


@router.post("/remind")
async def remind(ctx: Reviewer, body: RemindMany) -> RemindOut:
    """Remind the schools of these reports, each at most once a day."""
    return await service.remind(ctx, body)


@router.get("/teams/{team_id}")
async def team_month(ctx: Reader, team_id: UUID, month: Month) -> TeamReport:
    """A team's month: its members' lines from the receiving schools' reports."""
    return await service.team_month(ctx, team_id, month)


@router.get("/{report_id}")
async def get_report(ctx: Reader, report_id: UUID, queue: bool = False) -> ReportDetail:
    """Everything about one report; `queue` adds its place among those waiting."""
    return await service.detail(ctx, report_id, queue=queue)


@router.put("/{report_id}/draft")
async def save_draft(ctx: Writer, report_id: UUID, body: DraftPut) -> DraftOut:
    """Store what is typed; `draft_version` guards two tabs and two devices."""
    return await service.save_draft(ctx, report_id, body)


@router.post("/{report_id}/reset-draft")
async def reset_draft(ctx: Writer, report_id: UUID, expected: ExpectedVersion) -> DraftOut:
    """Back to what the system filled in."""
    return await service.reset_draft(ctx, report_id, expected)


@router.post("/{report_id}/submit", status_code=201, dependencies=[Idempotent])
async def submit(ctx: Writer, report_id: UUID, body: SubmitReport, expected: ExpectedVersion) -> ReceiptOut:
    """Send the month and get the receipt."""
    return await service.submit(ctx, report_id, body, expected)


@router.post("/{report_id}/return")
async def send_back(ctx: Reviewer, report_id: UUID, body: ReturnReport, expected: ExpectedVersion) -> ReportRow:
    """Return it with what to put right; the school is told."""
    return await service.send_back(ctx, report_id, body, expected)


@router.post("/{report_id}/accept")
async def accept(ctx: Reviewer, report_id: UUID, expected: ExpectedVersion) -> ReportRow:
    """Accept it; from then on it is locked."""
    return await service.accept(ctx, report_id, expected)


@router.get("/{report_id}/receipt")
async def get_receipt(ctx: Reader, report_id: UUID) -> ReceiptOut:
    """The receipt of the last submission."""
    return await service.receipt(ctx, report_id)


@router.get("/{report_id}/revisions")
async def get_revisions(ctx: Reader, report_id: UUID) -> RevisionList:
    """All submissions, newest first, with what was decided on each."""
    return await service.revisions(ctx, report_id)
