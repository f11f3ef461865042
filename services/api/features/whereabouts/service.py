"""Who was where on a day, as the caller may know it."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from services.api.features.whereabouts import queries
from services.api.features.whereabouts.filters import DayFilter
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked, Rows
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import DayState
from services.contracts.whereabouts import SchoolWhereabouts, WhereaboutRow, WhereaboutsDay

_STATES = {state.value: state for state in DayState}


async def page(ctx: Ctx, asked: DayFilter, paging: PageAsked) -> Page[WhereaboutRow]:
    """One page of the persons of the day in the caller's scope, by receiving school."""
    day = asked.on or ctx.today
    found = await queries.page(ctx.db, ctx.scope, asked, day, paging)
    ends = await queries.agreed_ends(ctx.db, found.rows, day)
    about = asked.school_id or ctx.principal.school_id
    names = ctx.principal.sees_names
    rows = [_row(row, about, names=names, agreed=ends[row.id]) for row in found.rows]
    return _page(found, rows)


async def by_school(ctx: Ctx, asked: DayFilter, paging: PageAsked) -> Page[SchoolWhereabouts]:
    """One page of the caller's schools that somebody came to, or is away from, on the day."""
    found = await queries.by_school(ctx.db, ctx.scope, asked, asked.on or ctx.today, paging)
    rows = [
        SchoolWhereabouts(
            school=SchoolRef(id=row.id, code=row.code, name=row.name), township=row.township, came=row.came,
            away=row.away, came_expected=row.came_expected, away_expected=row.away_expected,
        )
        for row in found.rows
    ]  # fmt: skip
    return _page(found, rows)


async def day(ctx: Ctx, asked: DayFilter) -> WhereaboutsDay:
    """The day in numbers. One query."""
    on = asked.on or ctx.today
    found = await queries.totals(ctx.db, ctx.scope, asked, on)
    return WhereaboutsDay(on=on, **{state.value: found.get(state.value, 0) for state in DayState})


def _page(found: Rows, rows: Sequence[Any]) -> Page[Any]:
    return Page(
        items=list(rows),
        **found.around(),
    )


def _row(row: Any, about: UUID | None, *, names: bool, agreed: Any) -> WhereaboutRow:
    state = _STATES[row.day_state]
    is_there = state is DayState.there and row.arrived_on is not None
    return WhereaboutRow(
        assignment_id=row.id, person_id=row.person_id, name=row.person_name if names else None,
        sending_school=SchoolRef(id=row.sending_school_id, code=row.sending_code, name=row.sending_name),
        receiving_school=SchoolRef(id=row.receiving_school_id, code=row.receiving_code, name=row.receiving_name),
        side=_side(row, about), mode=row.mode, direction=row.direction, workload=row.workload, subject=row.subject,
        from_on=row.arrived_on if is_there else row.start_on, to_on=row.end_on, agreed_to_on=agreed, state=state,
    )  # fmt: skip


def _side(row: Any, about: UUID | None) -> Literal["came", "away"] | None:
    """A school that took over another one's rows finds them by what they name now."""
    if about is None:
        return None
    if about in (row.receiving_school_id, row.receiving_now):
        return "came"
    return "away" if about in (row.sending_school_id, row.sending_now) else None
