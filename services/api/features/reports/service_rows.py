"""Reports as rows of a list, and receipts: what every answer about a report is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.notices import service as notices
from services.api.features.reports import queries, rules
from services.api.features.reports.filters import ReportFilter
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.competence import deciding_roles
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import months_of_school_year, school_year_of
from services.api.kernel.scope import Permission
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import ReportStatus
from services.contracts.reports import ReceiptOut, ReportRow


def facts_of(ctx: Ctx, school_id: UUID, county_code: str) -> rules.ReportFacts:
    """What the caller is to a report: its school, or the office that decides in its county.

    A school that the city runs stands under an unofficial authority, which its city decides as well.
    """
    who = ctx.principal
    decides = who.role in deciding_roles(county_code, county_code) and who.covers(county_code)
    return rules.ReportFacts(
        own_school=Permission.report_submit in who.permissions and who.reports_for(school_id),
        reviews=Permission.report_review in who.permissions and decides,
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What rows show beside their own columns, loaded once for all of them."""

    reporters: Mapping[UUID, tuple[str, str]]
    reminded: Mapping[UUID, datetime]
    late: Mapping[UUID, int]
    baselines: Mapping[UUID, str]


async def around(ctx: Ctx, rows: Sequence[Any]) -> Around:
    """Reporters, last reminders, late counts of this school year, what they are compared with: four queries."""
    school_ids = list({row.school_id for row in rows})
    months = months_of_school_year(school_year_of(ctx.today))
    late = await queries.late_counts(ctx.db, school_ids, months)
    baselines = await queries.baseline_months(ctx.db, [row.id for row in rows])
    if not ctx.principal.sees_names:
        return Around({}, {}, late, baselines)
    return Around(
        reporters=await accounts.reporters(ctx.db, school_ids),
        reminded=await notices.last_reminded(ctx.db, [row.id for row in rows]),
        late=late,
        baselines=baselines,
    )


def row_fields(ctx: Ctx, row: Any, beside: Around) -> dict[str, Any]:
    """The fields of a ReportRow."""
    name, phone = beside.reporters.get(row.school_id, (None, None))
    return {
        "id": row.id,
        "version": row.version,
        "allowed_actions": rules.REPORT_STATES.allowed(row.status, facts_of(ctx, row.school_id, row.county_code)),
        "school": ref_of(row),
        "county_code": row.county_code,
        "township": row.township,
        "month": row.month,
        "status": row.status,
        "due_at": row.due_at,
        "overdue_days": _overdue_days(ctx, row.status, row.due_at),
        "late": rules.is_late(row.first_submitted_at, row.due_at),
        "added_late": row.added_late,
        "revision": row.revision,
        "receipt_no": row.receipt_no,
        "submitted_at": row.submitted_at,
        "no_change": row.no_change,
        "baseline_month": beside.baselines.get(row.id),
        "mend_by": row.mend_by,
        "reporter_name": name,
        "reporter_phone": phone,
        "reminded_at": beside.reminded.get(row.id),
        "late_count": beside.late.get(row.school_id, 0),
    }


def _overdue_days(ctx: Ctx, status: ReportStatus, due_at: datetime) -> int:
    """Days after the last day in time: the instant due is the end of that day."""
    last_day = (due_at - timedelta(seconds=1)).astimezone(SHANGHAI).date()
    return rules.overdue_days(status, last_day, ctx.today)


def ref_of(row: Any) -> SchoolRef:
    """The school of a row that was read with it."""
    return SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name)


async def page(ctx: Ctx, asked: ReportFilter, paging: PageAsked) -> Page[ReportRow]:
    """One page of the reports in scope; at most seven queries."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.now)
    return Page[ReportRow](
        items=await rows_out(ctx, found.rows),
        **found.around(),
    )


async def rows_out(ctx: Ctx, rows: Sequence[Any]) -> list[ReportRow]:
    """Rows of a list."""
    beside = await around(ctx, rows)
    return [ReportRow(**row_fields(ctx, row, beside)) for row in rows]


async def fresh_row(ctx: Ctx, report_id: UUID) -> ReportRow:
    """A report after a change of this transaction."""
    await ctx.db.flush()
    row = await queries.row(ctx.db, ctx.scope, report_id)
    return (await rows_out(ctx, [row]))[0]


async def user_names(ctx: Ctx, ids: Sequence[UUID | None]) -> dict[UUID, str]:
    """Names of users, none for callers without names."""
    wanted = sorted({each for each in ids if each is not None})
    return await accounts.names(ctx.db, wanted) if ctx.principal.sees_names else {}


def receipt_out(row: Any, summary: Mapping[str, Any], names: Mapping[UUID, str]) -> ReceiptOut:
    """The receipt of a report's last revision; `summary` is the revision's own."""
    accepted = row.status in {ReportStatus.accepted, ReportStatus.published}
    return ReceiptOut(
        report_id=row.id,
        receipt_no=row.receipt_no,
        school=ref_of(row),
        month=row.month,
        revision=row.revision,
        submitted_at=row.submitted_at,
        submitted_by=names.get(row.submitted_by),
        on_time=not rules.is_late(row.first_submitted_at, row.due_at),
        due_at=row.due_at,
        status=row.status,
        accepted_at=row.accepted_at if accepted else None,
        accepted_by=names.get(row.accepted_by) if accepted else None,
        **{name: value for name, value in summary.items() if name in ReceiptOut.model_fields},
    )


async def receipts(ctx: Ctx, school_id: UUID, limit: int) -> list[ReceiptOut]:
    """A school's last receipts, newest month first."""
    rows = await queries.sent_before(ctx.db, school_id, None, limit)
    names = await user_names(ctx, [who for row in rows for who in (row.submitted_by, row.accepted_by)])
    return [receipt_out(row, row.summary, names) for row in rows]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a list has; when the longest waiting was sent, when the first was due.

    `waiting_days` and `overdue_days` are the same in calendar days, the latter as its row says it.
    """

    count: int
    oldest_submitted_at: datetime | None
    oldest_due_at: datetime | None
    waiting_days: int | None
    overdue_days: int | None


async def tally(ctx: Ctx, asked: ReportFilter) -> Tally:
    """The count of a list without its rows. One query."""
    count, submitted_at, due_at = await queries.summary(ctx.db, ctx.scope, asked, ctx.now)
    waiting = (ctx.today - submitted_at.astimezone(SHANGHAI).date()).days if submitted_at else None
    overdue = _overdue_days(ctx, ReportStatus.due, due_at) if due_at else None
    return Tally(count, submitted_at, due_at, waiting, overdue)


async def month_to_watch(ctx: Ctx) -> str | None:
    """The month of the caller's scope that is due next, or when nothing is due any more the last one opened."""
    return await queries.month_to_watch(ctx.db, ctx.scope, ctx.now)


async def to_fill(ctx: Ctx, school_id: UUID) -> ReportRow | None:
    """The report a school is at: the oldest open one, else the newest; None before the first."""
    row = await queries.to_fill(ctx.db, school_id)
    return (await rows_out(ctx, [row]))[0] if row is not None else None


async def to_fill_for_others(ctx: Ctx) -> list[ReportRow]:
    """The month each school is at that the caller's school reports for: the oldest open one, else the newest."""
    ids = sorted(ctx.principal.delegated_school_ids)
    if not ids:
        return []
    return await rows_out(ctx, await queries.to_fill_of(ctx.db, ids))


async def of_months(ctx: Ctx, school_id: UUID, months: Sequence[str]) -> list[ReportRow]:
    """A school's reports of these months, oldest first."""
    return await rows_out(ctx, await queries.rows_of_months(ctx.db, school_id, months))
