"""Reading summaries: pages, one with its texts, who owes one, and how far a school year is (S-17)."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import service as accounts
from services.api.features.assignments.service_beside import assigned, standing
from services.api.features.files import service as files
from services.api.features.pairings import service as pairings
from services.api.features.summaries import queries, rules
from services.api.features.summaries.filters import DueFilter, SummaryFilter, TallyFilter
from services.api.kernel import papers
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.codes import SummaryStatus
from services.contracts.files import FileKind
from services.contracts.summaries import (
    FiledSummary,
    SummaryContent,
    SummaryDetail,
    SummaryDue,
    SummaryRow,
    SummaryTally,
)

KIND = FileKind.summary_paper
_PLAIN = ("id", "version", "school_year", "status", "grade", "submitted_on", "reviewed_on", "forwarded_on", "filed_on")
_TYPED = (*SummaryContent.model_fields, "opinion", "return_reason")
_PEOPLE = ("submitted_by", "reviewed_by", "filed_by")


def facts_of(ctx: Ctx, row: Any) -> rules.Facts:
    """What the caller is to a summary told beside its assignment; the deciding office may do what both sides do."""
    own = standing(ctx.principal, row)
    receiving = own.receiving_office or own.decides
    return rules.Facts(
        writes=own.is_self or own.sends,
        reviews=(own.receives and own.leads) or receiving,
        receives=own.receives or receiving,
        files=own.sends or own.home_office or own.decides,
    )


def _served(row: Any) -> Period:
    whole = Period(row.start_on, row.end_on)
    return rules.served_in(row.start_on, row.end_on, row.school_year) or whole


def _fields(ctx: Ctx, row: Any, file_count: int) -> dict[str, Any]:
    served = _served(row)
    may = Permission.summary_write in ctx.principal.permissions and row.assignment_status not in rules.NEVER
    return {
        **assigned(ctx.principal, row),
        **{name: getattr(row, name) for name in _PLAIN},
        "first_on": served.start_on,
        "last_on": served.end_on,
        "file_count": file_count,
        "allowed_actions": rules.TABLE.allowed(row.status, facts_of(ctx, row)) if may else [],
    }


async def page(ctx: Ctx, asked: SummaryFilter, paging: PageAsked) -> Page[SummaryRow]:
    """One page of the summaries in the caller's scope, the latest school year first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    counts = await files.counts(ctx.db, KIND, [row.id for row in found.rows])
    return Page(
        items=[SummaryRow(**_fields(ctx, row, counts.get(row.id, 0))) for row in found.rows],
        **found.around(),
    )


async def row_of(ctx: Ctx, summary_id: UUID) -> Any:
    """A summary in scope beside its assignment. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, summary_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


def _reads(ctx: Ctx, row: Any) -> bool:
    """A draft is for its writers; who has no part in it is given no text."""
    if not ctx.principal.reads_words:
        return False
    return row.status is not SummaryStatus.draft or facts_of(ctx, row).writes


async def detail(ctx: Ctx, summary_id: UUID) -> SummaryDetail:
    """One summary with texts, review and history. Raises 404 `resource.not_found`."""
    row = await row_of(ctx, summary_id)
    counts = await files.counts(ctx.db, KIND, [summary_id])
    reads, people = _reads(ctx, row), not ctx.principal.is_client
    ids = {getattr(row, name) for name in _PEOPLE} - {None}
    names = await accounts.names(ctx.db, ids) if people else {}
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action), m.user_id, m.action == "return")
        for m in await history(ctx.db, [summary_id])
    ]
    return SummaryDetail(
        **_fields(ctx, row, counts.get(summary_id, 0)),
        **{name: getattr(row, name) if reads else None for name in _TYPED},
        **{name: names.get(getattr(row, name)) for name in _PEOPLE},
        missing=papers.missing(row, rules.NEEDED) if reads else [],
        timeline=await pairings.timeline(ctx, told),
    )


async def due(ctx: Ctx, asked: DueFilter, paging: PageAsked) -> Page[SummaryDue]:
    """One page of those who owe a summary for a school year, or have written one.

    Raises 422 `query.names_hidden` when a caller without names searches by name.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    year = asked.school_year or rules.year_meant(ctx.today)
    found = await queries.due(ctx.db, ctx.scope, asked, ctx.today, paging)
    return Page(
        items=[_due(ctx, row, year) for row in found.rows],
        **found.around(),
    )


def _due(ctx: Ctx, row: Any, year: int) -> SummaryDue:
    served = rules.served_in(row.start_on, row.end_on, year)
    due_on = (served.end_on if served else None) or row.end_on
    facts = facts_of(ctx, row)
    if Permission.summary_write not in ctx.principal.permissions:
        allowed = []
    elif row.status is None:
        allowed = ["create"] if facts.writes and row.assignment_status in rules.SERVED else []
    else:
        allowed = rules.TABLE.allowed(row.status, facts)
    return SummaryDue(
        **assigned(ctx.principal, row), school_year=year, due_on=due_on, summary_id=row.summary_id, status=row.status,
        overdue=rules.is_overdue(due_on, row.status, ctx.today), grade=row.grade, allowed_actions=allowed,
    )  # fmt: skip


async def tally(ctx: Ctx, asked: TallyFilter) -> SummaryTally:
    """How many summaries of a school year are owed, handed in, reviewed, forwarded and filed. One query."""
    year = asked.school_year or rules.year_meant(ctx.today)
    row = await queries.tally(ctx.db, ctx.scope, asked, year, ctx.today)
    return SummaryTally(school_year=year, **row._asdict())


async def filed_of(db: AsyncSession, person_id: UUID) -> list[FiledSummary]:
    """What is in somebody's file. One query; the caller has checked the scope."""
    return [
        FiledSummary(
            summary_id=row.id, school_year=row.school_year, receiving_school=row.receiving_name, grade=row.grade,
            filed_on=row.filed_on,
        )
        for row in await queries.filed_of(db, person_id)
    ]  # fmt: skip


def file_owner(row: Any) -> files.Owner:
    """The summary as what its papers belong to."""
    return files.Owner(row.id, row.home_county_code, row.receiving_county_code)


async def file_access(ctx: Ctx, summary_id: UUID) -> files.Access:
    """What the caller is to the papers of a summary. Raises 404 `resource.not_found`, for a draft of others too."""
    row = await row_of(ctx, summary_id)
    facts = facts_of(ctx, row)
    if not _reads(ctx, row):
        raise Problem("resource.not_found")
    return files.Access(file_owner(row), facts.writes and row.status in rules.WRITING, facts.reviews or facts.files)
