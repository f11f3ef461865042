"""Yearly summaries over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.summaries import service
from services.api.features.summaries.filters import DueFilter, SummaryFilter, TallyFilter
from services.api.features.summaries.service_sheet import DUE, SUMMARIES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import NoBody, WithReason
from services.contracts.summaries import (
    ReviewSummary,
    SummaryCreate,
    SummaryDetail,
    SummaryDue,
    SummaryPatch,
    SummaryRow,
    SummaryTally,
)

router = strict_router("summaries", "/api/v1/summaries")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Writer = Annotated[Ctx, needs(Permission.summary_write)]


@router.get("")
async def list_summaries(ctx: Reader, page: Paging, asked: Annotated[SummaryFilter, Depends()]) -> Page[SummaryRow]:
    """Summaries of the assignments in scope, the latest school year first."""
    return await service.page(ctx, asked, page)


offer(router, SUMMARIES, needs(Permission.assignment_read), SummaryFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_summary(ctx: Writer, body: SummaryCreate, response: Response) -> SummaryDetail:
    """Begin the summary of an assignment for a school year."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/summaries/{made.id}"
    return made


@router.get("/due")
async def list_summaries_due(ctx: Reader, page: Paging, asked: Annotated[DueFilter, Depends()]) -> Page[SummaryDue]:
    """Who owes a summary for a school year or has written one, the latest start first."""
    return await service.due(ctx, asked, page)


offer(router, DUE, needs(Permission.assignment_read), DueFilter, service.due, path="/due")


@router.get("/tally")
async def get_summary_tally(ctx: Reader, asked: Annotated[TallyFilter, Depends()]) -> SummaryTally:
    """How many of a school year are owed, handed in, reviewed, forwarded and filed (S-17)."""
    return await service.tally(ctx, asked)


@router.get("/{summary_id}")
async def get_summary(ctx: Reader, summary_id: UUID) -> SummaryDetail:
    """One summary with texts, review and history."""
    return await service.detail(ctx, summary_id)


@router.patch("/{summary_id}")
async def patch_summary(ctx: Writer, summary_id: UUID, body: SummaryPatch, expected: ExpectedVersion) -> SummaryDetail:
    """Save what is typed."""
    return await service.edit(ctx, summary_id, expected, body)


@router.post("/{summary_id}/submit")
async def submit_summary(ctx: Writer, summary_id: UUID, _: NoBody, expected: ExpectedVersion) -> SummaryDetail:
    """Hand it in to the receiving school."""
    return await service.submit(ctx, summary_id, expected)


@router.post("/{summary_id}/return")
async def return_summary(ctx: Writer, summary_id: UUID, body: WithReason, expected: ExpectedVersion) -> SummaryDetail:
    """Give it back to be put right."""
    return await service.send_back(ctx, summary_id, expected, body)


@router.post("/{summary_id}/review")
async def review_summary(
    ctx: Writer, summary_id: UUID, body: ReviewSummary, expected: ExpectedVersion
) -> SummaryDetail:
    """What the receiving school finds, and the grade."""
    return await service.review(ctx, summary_id, expected, body)


@router.post("/{summary_id}/forward")
async def forward_summary(ctx: Writer, summary_id: UUID, _: NoBody, expected: ExpectedVersion) -> SummaryDetail:
    """It goes to the sending school and its county."""
    return await service.forward(ctx, summary_id, expected)


@router.post("/{summary_id}/file")
async def file_summary(ctx: Writer, summary_id: UUID, _: NoBody, expected: ExpectedVersion) -> SummaryDetail:
    """It goes into the person's file."""
    return await service.file(ctx, summary_id, expected)
