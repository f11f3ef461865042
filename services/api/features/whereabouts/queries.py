"""Selects of who was where on a day: from first, last and arrival days and from when each step was taken.

Somebody was there from the arrival to the last day, whatever became of the assignment afterwards. Who had not arrived
was expected once all three had confirmed, and until a refusal. What was entered by mistake was never anywhere.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.whereabouts.filters import DayFilter
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import end_of_day
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.contracts.codes import AssignmentStatus, DayState

S = AssignmentStatus
ARRIVED = (S.active, S.completed, S.incomplete, S.terminated)
CONFIRMERS = ("sending", "receiving", "county")


def _there(row: Any, day: date) -> ColumnElement[bool]:
    return and_(row.status.in_(ARRIVED), func.coalesce(row.arrived_on, row.start_on) <= day)


def _state(row: Any, day: date) -> ColumnElement[str]:
    """The state of that day; three instants say whether all had confirmed by then."""
    night = end_of_day(day)
    instants = [getattr(row, f"{by}_confirmed_at") for by in CONFIRMERS]
    by_then = [or_(each < night, and_(each.is_(None), row.status != S.refused)) for each in instants]
    return case(
        (_there(row, day), DayState.there.value),
        (and_(row.status != S.planned, *by_then), DayState.expected.value),
        else_=DayState.planned.value,
    )


def _on_that_day(row: Any, day: date) -> list[ColumnElement[bool]]:
    night = end_of_day(day)
    return [
        row.start_on <= day,
        row.end_on >= day,
        row.status != S.void,
        or_(row.status != S.refused, row.status_at >= night),
        or_(_there(row, day), row.created_at < night),
    ]


def _narrowed(row: Any, asked: DayFilter) -> list[ColumnElement[bool]]:
    pairs = ((row.mode, asked.mode), (row.direction, asked.direction))
    found = [column == value for column, value in pairs if value is not None]
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(row.home_county_code, prefix), below(row.receiving_county_code, prefix)))
    return found


def _then(scope: Scope, asked: DayFilter, day: date) -> Subquery:
    """Every assignment of the day in scope, with its state and its schools of that day."""
    rows = assignments.directory()
    row = rows.c
    parties = (
        Party(row.home_county_code, row.sending_school_id, row.person_id),
        Party(row.receiving_county_code, row.receiving_school_id, row.person_id),
    )
    placed = {
        side: schools.placed_on("assignment", row.id, side, getattr(row, f"{side}_school_id"), day)
        for side in ("sending", "receiving")
    }
    columns = [each for each in row if each.name not in {"sending_school_id", "receiving_school_id"}]
    statement = select(
        *columns, _state(row, day).label("day_state"),
        row.sending_school_id.label("sending_now"), row.receiving_school_id.label("receiving_now"),
        placed["sending"].label("sending_school_id"), placed["receiving"].label("receiving_school_id"),
    ).where(scope.rows(parties), *_on_that_day(row, day), *_narrowed(row, asked))  # fmt: skip
    found = statement.subquery("on_that_day").c
    return _of_school(select(*found), found, asked).subquery("whereabouts")


def _of_school(statement: Select[Any], found: Any, asked: DayFilter) -> Select[Any]:
    if asked.school_id is not None:
        at = (found.sending_school_id, found.receiving_school_id)
        statement = statement.where(or_(*(side == asked.school_id for side in at)))
    return statement.where(found.day_state == asked.state.value) if asked.state is not None else statement


async def page(db: AsyncSession, scope: Scope, asked: DayFilter, day: date, paging: PageAsked) -> Rows:
    """One page of the persons of the day, by receiving school."""
    then, person = _then(scope, asked, day), staff.directory().c
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    statement = (
        select(
            *then.c, person.name.label("person_name"),
            sending.c.name.label("sending_name"), sending.c.code.label("sending_code"),
            receiving.c.name.label("receiving_name"), receiving.c.code.label("receiving_code"),
        )
        .join_from(then, person.name.table, person.staff_id == then.c.staff_id)
        .join(sending, sending.c.id == then.c.sending_school_id)
        .join(receiving, receiving.c.id == then.c.receiving_school_id)
    )  # fmt: skip
    keys = [(receiving.c.code, str), (then.c.start_on, date), (then.c.id, UUID)]
    return await page_of(db, statement, paging, keys)


async def totals(db: AsyncSession, scope: Scope, asked: DayFilter, day: date) -> dict[str, int]:
    """How many there are in each state. One query."""
    then = _then(scope, asked, day)
    found = await db.execute(select(then.c.day_state, func.count()).group_by(then.c.day_state))
    return {row[0]: int(row[1]) for row in found}


def _sides(then: Subquery) -> Subquery:
    """Each assignment twice: as somebody who came to a school, and as somebody away from another."""
    there = case((then.c.day_state == DayState.there.value, 1), else_=0)
    expected = case((then.c.day_state == DayState.expected.value, 1), else_=0)
    none = literal(0)
    received = select(
        then.c.receiving_school_id.label("school_id"), there.label("came"), none.label("away"),
        expected.label("came_expected"), none.label("away_expected"),
    )  # fmt: skip
    sent = select(then.c.sending_school_id, none, there, none, expected)
    return union_all(received, sent).subquery("sides")


async def by_school(db: AsyncSession, scope: Scope, asked: DayFilter, day: date, paging: PageAsked) -> Rows:
    """One page of the caller's own schools with their numbers of the day, by code."""
    sides, place = _sides(_then(scope, asked, day)), schools.directory()
    names = ("came", "away", "came_expected", "away_expected")
    mine = place.c.id == asked.school_id if asked.school_id is not None else _own(place.c, scope)
    statement = (
        select(
            place.c.id, place.c.code, place.c.name, place.c.township,
            *(func.sum(sides.c[name]).label(name) for name in names),
        )
        .join_from(sides, place, place.c.id == sides.c.school_id)
        .where(mine)
        .group_by(place.c.id, place.c.code, place.c.name, place.c.township)
    )  # fmt: skip
    if asked.county_code:
        statement = statement.where(below(place.c.county_code, prefix_of(asked.county_code)))
    return await page_of(db, statement, paging, [(place.c.code, str), (place.c.id, UUID)])


def _own(place: Any, scope: Scope) -> ColumnElement[bool]:
    who = scope.principal
    return place.id == who.school_id if who.is_school else below(place.county_code, who.prefix)


async def agreed_ends(db: AsyncSession, rows: Sequence[Any], day: date) -> dict[UUID, date]:
    """The last day of each row as it was agreed on that day. One query, none without rows."""
    night, found = end_of_day(day), {row.id: row.planned_end_on for row in rows}
    settled: set[UUID] = set()
    for each in await assignments.extensions_of(db, list(found)):
        if each.extended_at < night:
            found[each.assignment_id] = each.to_end_on
        elif each.assignment_id not in settled:
            found[each.assignment_id] = each.from_end_on
            settled.add(each.assignment_id)
    return found
