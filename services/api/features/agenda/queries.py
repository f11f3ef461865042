"""Selects of the agenda: one row for each thing of a day, from the dated rows of three features."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    Uuid,
    and_,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities import service_board as activities
from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import Period
from services.api.kernel.scope import Party, Permission, Scope
from services.contracts.codes import AgendaKind, AssignmentStatus, PairingStatus

K, S, P = AgendaKind, AssignmentStatus, PairingStatus
BEGINS = (S.planned, S.confirmed, S.active, S.completed, S.incomplete, S.terminated)
ENDS = (S.confirmed, S.active, S.completed, S.incomplete, S.terminated)
RUNS = (P.signed, P.active, P.suspended, P.ended)
PAIRED = frozenset({Permission.pairing_read, Permission.activity_read})


def _inside(day: Any, period: Period) -> ColumnElement[bool]:
    return and_(day >= period.start_on, day <= period.end_on)


def _thing(kind: AgendaKind, day: Any, row: Any, page_id: Any, sides: Sequence[Any], **more: Any) -> Select[Any]:
    """One row of the agenda, `id` being what its page shows; every part of the union has the same columns."""
    return select(
        literal(kind.value).label("kind"), day.label("on"), row.id.label("row_id"), page_id.label("id"),
        (row.staff_id if "staff_id" in row else literal(None, Uuid())).label("staff_id"),
        sides[0].label("from_id"), sides[1].label("to_id"),
        *(
            (type_coerce(more[name], String) if name in more else literal(None, String)).label(name)
            for name in ("status", "activity_type")
        ),
    )  # fmt: skip


def _served(
    scope: Scope, period: Period, kind: AgendaKind, day: str, states: Sequence[AssignmentStatus]
) -> Select[Any]:
    row = assignments.directory().c
    parties = (
        Party(row.home_county_code, row.sending_school_id, row.person_id),
        Party(row.receiving_county_code, row.receiving_school_id, row.person_id),
    )
    sides = (row.sending_school_id, row.receiving_school_id)
    found = _thing(kind, row[day], row, row.id, sides, status=row.status)
    return found.where(scope.rows(parties), row.status.in_(states), _inside(row[day], period))


def _paired(scope: Scope, period: Period, kind: AgendaKind, day: str) -> Select[Any]:
    row = pairings.directory().c
    sides = (row.supporting_school_id, row.recipient_school_id)
    found = _thing(kind, row[day], row, row.id, sides, status=row.status)
    return found.where(scope.rows(pairings.parties(row)), row.status.in_(RUNS), _inside(row[day], period))


def _done(scope: Scope, period: Period) -> Select[Any]:
    pairing, row = pairings.directory(), activities.directory()
    sides = (pairing.c.supporting_school_id, pairing.c.recipient_school_id)
    held = row.c.held_on
    found = _thing(K.activity, held, row.c, pairing.c.id, sides, activity_type=row.c.type)
    joined = found.join_from(row, pairing, pairing.c.id == row.c.pairing_id)
    return joined.where(scope.rows(pairings.parties(pairing.c)), row.c.voided_at.is_(None), _inside(held, period))


def _things(scope: Scope, period: Period, kind: AgendaKind | None) -> Subquery:
    """Everything of the period that the caller may read."""
    parts: dict[AgendaKind, Select[Any]] = {
        K.assignment_begins: _served(scope, period, K.assignment_begins, "start_on", BEGINS),
        K.assignment_ends: _served(scope, period, K.assignment_ends, "end_on", ENDS),
    }
    if scope.principal.permissions >= PAIRED:
        parts |= {
            K.pairing_begins: _paired(scope, period, K.pairing_begins, "start_on"),
            K.pairing_ends: _paired(scope, period, K.pairing_ends, "end_on"),
            K.activity: _done(scope, period),
        }
    wanted = [part for name, part in parts.items() if kind is None or name is kind]
    return union_all(*wanted).subquery("things") if wanted else _nothing(scope, period)


def _nothing(scope: Scope, period: Period) -> Subquery:
    return _served(scope, period, K.assignment_begins, "start_on", ()).subquery("things")


def _named(things: Any) -> Select[Any]:
    """With the names of persons and schools."""
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    person = staff.directory()
    return (
        select(
            *things, person.c.name.label("person_name"), sending.c.name.label("from_name"),
            sending.c.code.label("from_code"), receiving.c.name.label("to_name"), receiving.c.code.label("to_code"),
        )
        .join(sending, sending.c.id == things.from_id)
        .join(receiving, receiving.c.id == things.to_id)
        .outerjoin(person, person.c.staff_id == things.staff_id)
    )  # fmt: skip


async def month(db: AsyncSession, scope: Scope, period: Period, most: int) -> Sequence[Row[Any]]:
    """The first `most` of every kind on each day, `held` being how many there are. One query."""
    things = _things(scope, period, None)
    each = [things.c.on, things.c.kind]
    ranked = select(
        *things.c, func.row_number().over(partition_by=each, order_by=things.c.row_id).label("place"),
        func.count().over(partition_by=each).label("held"),
    ).subquery("ranked")  # fmt: skip
    found = _named(ranked.c).where(ranked.c.place <= most).order_by(ranked.c.on, ranked.c.kind, ranked.c.place)
    return list((await db.execute(found)).all())


async def page(db: AsyncSession, scope: Scope, period: Period, kind: AgendaKind | None, paging: PageAsked) -> Rows:
    """One page of all things of a period, by kind."""
    things = _things(scope, period, kind).c
    return await page_of(db, _named(things), paging, [(things.kind, str), (things.row_id, UUID)])
