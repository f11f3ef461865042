"""Selects on moves of people between schools."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.staff_moves import rules
from services.api.features.staff_moves.filters import StaffMoveFilter
from services.api.features.staff_moves.models import StaffMove
from services.api.kernel.competence import COUNTIES_WITHOUT_CITY, MUNICIPALITIES
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Principal, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import Role, StaffMoveStatus

M: Any = StaffMove
PARTIES = (
    Party(M.county_code, M.from_school_id, M.person_id),
    Party(M.other_county_code, M.to_school_id, M.person_id),
)
"""Both sides, and the person."""
DUE_AT_ONCE = 1000


@cache
def _rows() -> tuple[Select[Any], Any]:
    source, target = schools.directory().alias("source"), schools.directory().alias("target")
    person = staff.directory()
    rows = (
        select(
            *M.__table__.c, person.c.name.label("person_name"),
            source.c.name.label("from_name"), source.c.code.label("from_code"),
            target.c.name.label("to_name"), target.c.code.label("to_code"),
        )
        .join_from(StaffMove, person, person.c.staff_id == M.staff_id)
        .join(source, source.c.id == M.from_school_id)
        .join(target, target.c.id == M.to_school_id)
    )  # fmt: skip
    return rows, person.c


def _decided_by(who: Principal) -> ColumnElement[bool]:
    """Moves between counties for which the caller's office is the lowest above both (architecture §5)."""
    home, other = M.county_code, M.other_county_code
    crosses = or_(
        func.substr(home, 1, 4) != func.substr(other, 1, 4),
        func.substr(home, 1, 2).in_(MUNICIPALITIES), func.substr(home, 3, 2) == COUNTIES_WITHOUT_CITY,
    )  # fmt: skip
    ways: dict[Role | None, ColumnElement[bool]] = {
        Role.county_coordinator: home == other,
        Role.city_supervisor: or_(and_(home != other, ~crosses), and_(home == other, home.like("%Z%"))),
        Role.province_supervisor: and_(home != other, crosses),
    }
    way = ways.get(who.role)
    return false() if way is None else and_(way, below(home, who.prefix), below(other, who.prefix))


def _asked(scope: Scope, asked: StaffMoveFilter, person: Any) -> list[ColumnElement[bool]]:
    equal = {M.kind: asked.kind, M.reason: asked.reason, M.person_id: asked.person_id}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    found.append(M.status == asked.status if asked.status else M.status.not_in(rules.GONE))
    if asked.q:
        found.append(matches(asked.q, person))
    if asked.school_id:
        found.append(or_(M.from_school_id == asked.school_id, M.to_school_id == asked.school_id))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(M.county_code, prefix), below(M.other_county_code, prefix)))
    if asked.planned_from:
        found.append(M.planned_on >= asked.planned_from)
    if asked.planned_to:
        found.append(M.planned_on <= asked.planned_to)
    return found + _to_be_done(scope.principal, asked)


def _to_be_done(who: Principal, asked: StaffMoveFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.waiting:
        found += [M.status == StaffMoveStatus.proposed, _decided_by(who)]
    if asked.held:
        found += [M.status.in_(rules.READY), M.held_on.is_not(None)]
    if asked.to_do:
        found.append(M.status.in_(rules.BEFORE_FILING | rules.READY))
    return found


async def page(db: AsyncSession, scope: Scope, asked: StaffMoveFilter, paging: PageAsked) -> Rows:
    """One page of the moves in scope, the latest day first."""
    rows, person = _rows()
    rows = rows.where(scope.rows(PARTIES), *_asked(scope, asked, person))
    return await page_of(db, rows, paging, [(M.planned_on, date), (M.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, move_id: UUID) -> Any:
    """One move in scope with the names of person and schools."""
    rows, _ = _rows()
    return (await db.execute(rows.where(M.id == move_id, scope.rows(PARTIES)))).one_or_none()


async def locked(db: AsyncSession, move_id: UUID) -> StaffMove:
    """One move, locked and read afresh; the caller has checked the scope."""
    found = select(StaffMove).where(M.id == move_id).with_for_update().execution_options(populate_existing=True)
    return (await db.scalars(found)).one()


async def live_of(db: AsyncSession, person_id: UUID) -> Any:
    """(id, to_school_id) of the live move of a person."""
    rows = select(M.id, M.to_school_id).where(M.person_id == person_id, M.status.in_(rules.LIVE))
    return (await db.execute(rows)).first()


async def due(db: AsyncSession, day: date) -> Sequence[UUID]:
    """Settled moves whose day has come: those that were not tried yet first, then by day."""
    rows = select(M.id).where(M.status.in_(rules.READY), M.planned_on <= day)
    return (await db.scalars(rows.order_by(M.held_on.is_not(None), M.planned_on, M.id).limit(DUE_AT_ONCE))).all()


async def staff_of(db: AsyncSession, move_id: UUID) -> UUID | None:
    """The employment that a settled move ends."""
    found: UUID | None = await db.scalar(select(M.staff_id).where(M.id == move_id, M.status.in_(rules.READY)))
    return found


def expected_at(school_id: Any, side: Any) -> ColumnElement[int]:
    """How many settled moves name a school in a column on one side: the people who are to come, or to leave."""
    counted = select(func.count()).select_from(StaffMove).where(side == school_id, M.status.in_(rules.READY))
    return counted.correlate(school_id.table).scalar_subquery()


async def live_between(db: AsyncSession, one_id: UUID, other_id: UUID) -> int:
    """How many live moves two persons have together."""
    return int(
        await db.scalar(select(func.count()).where(M.person_id.in_((one_id, other_id)), M.status.in_(rules.LIVE))) or 0
    )


async def rows_of_person(db: AsyncSession, person_id: UUID) -> Sequence[StaffMove]:
    """All moves of somebody, whatever became of them, locked."""
    rows = select(StaffMove).where(M.person_id == person_id).order_by(M.id).with_for_update()
    return (await db.scalars(rows)).all()


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Moves of these employments other than the named ones."""
    mine = or_(M.staff_id.in_(staff_ids), M.new_staff_id.in_(staff_ids))
    return int(await db.scalar(select(func.count()).where(mine, M.id.not_in(but))) or 0)


async def live_of_school(db: AsyncSession, school_id: UUID) -> int:
    """How many live moves lead from or to a school."""
    mine = or_(M.from_school_id == school_id, M.to_school_id == school_id)
    return int(await db.scalar(select(func.count()).where(mine, M.status.in_(rules.LIVE))) or 0)


async def to_carry(
    db: AsyncSession, school_id: UUID, staff_ids: Collection[UUID] | None, *, locked: bool = False
) -> list[tuple[StaffMove, str]]:
    """Live moves from or to a school with the person's name; in a split those of the people who go along."""
    person = staff.directory()
    mine = or_(M.from_school_id == school_id, M.to_school_id == school_id)
    if staff_ids is not None:
        mine = and_(M.from_school_id == school_id, M.staff_id.in_(staff_ids))
    rows = select(StaffMove, person.c.name).join(person, person.c.staff_id == M.staff_id)
    rows = rows.where(mine, M.status.in_(rules.LIVE)).order_by(M.id)
    found = await db.execute(rows.with_for_update(of=StaffMove) if locked else rows)
    return [(each[0], each[1]) for each in found]
