"""The agenda of a month, and everything of one day."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import Query

from services.api.features.agenda import queries
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period, month_of, month_period
from services.contracts.accounts import SchoolRef
from services.contracts.agenda import AgendaDay, AgendaItem, AgendaMonth, AgendaPart
from services.contracts.base import Day, Page
from services.contracts.codes import ActivityType, AgendaKind, AssignmentStatus

FIRST = 3
"""So many of each kind stand on a day of the month; the day itself has all."""
ORDER = {kind.value: number for number, kind in enumerate(AgendaKind)}
KINDS = {kind.value: kind for kind in AgendaKind}
TYPES = {kind.value: kind for kind in ActivityType}


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """One day, today when it is left out, and one kind of things or all."""

    on: Annotated[Day | None, Query()] = None
    kind: AgendaKind | None = None


async def month(ctx: Ctx, asked: str | None) -> AgendaMonth:
    """Every day of a month with something on it. One query for any number of things."""
    chosen = asked or month_of(ctx.today)
    found = await queries.month(ctx.db, ctx.scope, month_period(chosen), FIRST)
    days = [AgendaDay(on=on, parts=_parts(ctx, list(rows))) for on, rows in groupby(found, key=lambda row: row.on)]
    return AgendaMonth(month=chosen, today=ctx.today, days=days)


def _parts(ctx: Ctx, rows: list[Any]) -> list[AgendaPart]:
    ordered = sorted(rows, key=lambda row: ORDER[row.kind])
    grouped = [list(each) for _, each in groupby(ordered, key=lambda row: row.kind)]
    return [
        AgendaPart(kind=KINDS[each[0].kind], count=each[0].held, items=[_item(ctx, row) for row in each])
        for each in grouped
    ]


async def items(ctx: Ctx, asked: ItemFilter, paging: PageAsked) -> Page[AgendaItem]:
    """One page of everything on one day."""
    on = asked.on or ctx.today
    found = await queries.page(ctx.db, ctx.scope, Period(on, on), asked.kind, paging)
    return Page(
        items=[_item(ctx, row) for row in found.rows],
        **found.around(),
    )


def _item(ctx: Ctx, row: Any) -> AgendaItem:
    return AgendaItem(
        kind=KINDS[row.kind], on=row.on, id=row.id, name=row.person_name if ctx.principal.sees_names else None,
        from_school=SchoolRef(id=row.from_id, code=row.from_code, name=row.from_name),
        to_school=SchoolRef(id=row.to_id, code=row.to_code, name=row.to_name),
        activity_type=TYPES[row.activity_type] if row.activity_type else None, late=_late(row, ctx.today),
    )  # fmt: skip


def _late(row: Any, today: date) -> bool:
    is_due = row.kind == AgendaKind.assignment_begins.value and row.on <= today
    return bool(is_due and row.status == AssignmentStatus.confirmed.value)
