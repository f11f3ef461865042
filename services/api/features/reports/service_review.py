"""What the county does with a month: return, accept, remind."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.api.features.notices import service as notices
from services.api.features.notices.service import Message
from services.api.features.reports import queries, rules
from services.api.features.reports.models import Report, ReportReview
from services.api.features.reports.service_rows import facts_of, fresh_row
from services.api.kernel.clock import shanghai_midnight
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.words import day_words
from services.contracts.codes import NoticeKind, ReportStatus
from services.contracts.reports import (
    AcceptItem,
    AcceptMany,
    AcceptManyOut,
    AcceptResult,
    RemindMany,
    RemindOut,
    ReportRow,
    ReturnReport,
)


async def send_back(ctx: Ctx, report_id: UUID, body: ReturnReport, expected: int) -> ReportRow:
    """Return a report with what to put right; the school is told.

    Raises 404, 403, 409 `state.illegal`, 412, 422 on a `mend_by` that is over.
    """
    report = await _locked(ctx, report_id)
    after = _decided(ctx, report, "return", expected)
    if body.mend_by is not None and body.mend_by < ctx.today:
        detail = f"改好期限要在{day_words(ctx.today, ctx.today)}或之后"
        raise invalid("mend_by", "report.mend_by_over", detail)
    comments = [comment.model_dump(mode="json") for comment in body.comments]
    ctx.db.add(
        ReportReview(
            county_code=report.county_code, report_id=report.id, revision=report.revision, accepted=False,
            comments=comments, mend_by=body.mend_by, decided_at=ctx.now, decided_by=ctx.principal.id,
        )
    )  # fmt: skip
    report.status, report.returned_at, report.mend_by = after, ctx.now, body.mend_by
    ctx.act(report, "return")
    await notices.tell(ctx.db, [_message(report, NoticeKind.report_returned, ctx.now)])
    return await fresh_row(ctx, report_id)


async def accept(ctx: Ctx, report_id: UUID, expected: int) -> ReportRow:
    """Accept a report: it is locked and the school is told. Raises 404, 403, 409 `state.illegal`, 412."""
    report = await _locked(ctx, report_id)
    _accept(ctx, report, expected)
    await notices.tell(ctx.db, [_message(report, NoticeKind.report_accepted, ctx.now)])
    return await fresh_row(ctx, report_id)


async def accept_many(ctx: Ctx, body: AcceptMany) -> AcceptManyOut:
    """Accept several; each row is decided for itself, so a bad one never blocks a good one."""
    found = {report.id: report for report in await queries.for_change(ctx.db, ctx.scope, [i.id for i in body.items])}
    results = [_accept_one(ctx, found.get(item.id), item) for item in body.items]
    accepted = [found[result.id] for result in results if result.accepted]
    await notices.tell(ctx.db, [_message(report, NoticeKind.report_accepted, ctx.now) for report in accepted])
    return AcceptManyOut(results=results)


async def remind(ctx: Ctx, body: RemindMany) -> RemindOut:
    """Remind schools of reports they still owe, a school at most once a day; sent ones are left alone.

    Raises 404 when one of the reports is out of scope, 403.
    """
    reports = await queries.for_change(ctx.db, ctx.scope, body.report_ids)
    if len(reports) < len(set(body.report_ids)):
        raise Problem("resource.not_found")
    owed = [report for report in reports if _may_remind(ctx, report)]
    told_today = await notices.reminded_since(
        ctx.db, [report.school_id for report in owed], shanghai_midnight(ctx.today)
    )
    due_first = sorted(owed, key=lambda report: (report.due_at, report.id), reverse=True)
    to_tell = {report.school_id: report for report in due_first if report.school_id not in told_today}
    await notices.tell(ctx.db, [_message(each, NoticeKind.report_reminder, ctx.now) for each in to_tell.values()])
    return RemindOut(reminded=len(to_tell), already_today=len(owed) - len(to_tell), not_open=len(reports) - len(owed))


async def _locked(ctx: Ctx, report_id: UUID) -> Report:
    found = await queries.for_change(ctx.db, ctx.scope, [report_id])
    if not found:
        raise Problem("resource.not_found")
    return found[0]


def _decided(ctx: Ctx, report: Report, action: str, expected: int) -> ReportStatus:
    after = rules.REPORT_STATES.take(report.status, action, facts_of(ctx, report.school_id, report.county_code))
    check_version(report, expected)
    return after


def _accept(ctx: Ctx, report: Report, expected: int) -> None:
    report.status = _decided(ctx, report, "accept", expected)
    report.accepted_at, report.accepted_by = ctx.now, ctx.principal.id
    ctx.db.add(
        ReportReview(
            county_code=report.county_code, report_id=report.id, revision=report.revision, accepted=True,
            decided_at=ctx.now, decided_by=ctx.principal.id,
        )
    )  # fmt: skip
    ctx.act(report, "accept")


def _accept_one(ctx: Ctx, report: Report | None, item: AcceptItem) -> AcceptResult:
    try:
        if report is None:
            raise Problem("resource.not_found")
        _accept(ctx, report, item.version)
    except Problem as problem:
        return AcceptResult(id=item.id, accepted=False, code=problem.code, detail=problem.detail)
    return AcceptResult(id=item.id, accepted=True)


def _may_remind(ctx: Ctx, report: Report) -> bool:
    facts = facts_of(ctx, report.school_id, report.county_code)
    if not facts.reviews:
        raise Problem("permission.denied", who=rules.COUNTY)
    return "remind" in rules.REPORT_STATES.allowed(report.status, facts)


def _message(report: Report, kind: NoticeKind, now: datetime) -> Message:
    return Message(report.school_id, kind, now, report_id=report.id, month=report.month)


def opened_messages(reports: Sequence[Report], now: datetime) -> list[Message]:
    """One message for each month that has just been opened."""
    return [_message(report, NoticeKind.report_opened, now) for report in reports]
