"""Selects on assignments."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Subquery, Uuid, and_, bindparam, case, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.api.features.assignments.counting import counted_at, facts_are, has_outcome, in_year
from services.api.features.assignments.filters import AssignmentFilter
from services.api.features.assignments.models import Assignment, AssignmentExtension
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.bulk_rows import rows_by
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import Period
from services.api.kernel.scope import Party, Principal, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import AssignmentStatus, Role

A: Any = Assignment
E: Any = AssignmentExtension
S = AssignmentStatus
PARTIES = (
    Party(A.home_county_code, A.sending_school_id, A.person_id),
    Party(A.receiving_county_code, A.receiving_school_id, A.person_id),
)
NEVER_SERVED = (S.refused, S.void)
SERVING = (S.confirmed, S.active, S.completed, S.incomplete, S.terminated)
"""States in which somebody is, was or is about to be at the receiving school."""
OPEN = (S.planned, S.confirmed, S.active)
THERE = (S.active, S.completed, S.incomplete, S.terminated)
"""States in which somebody has arrived."""


@cache
def directory() -> Subquery:
    """All columns that statistics and reports count by."""
    return select(*A.__table__.c).subquery("assignment_directory")


_IN_LISTS = (
    A.id, A.version, A.person_id, A.staff_id, A.sending_school_id, A.receiving_school_id, A.home_county_code,
    A.receiving_county_code, A.mode, A.direction, A.workload, A.subject, A.start_on, A.end_on, A.planned_end_on,
    A.arrived_on, A.school_year, A.status, A.pairing_id, A.team_id, A.sending_confirmed_at, A.sending_confirmed_by,
    A.receiving_confirmed_at, A.receiving_confirmed_by, A.county_confirmed_at, A.county_confirmed_by,
)  # fmt: skip
"""What a list says of an assignment; the rest is on the record's own page."""


@cache
def _rows(*columns: Any) -> tuple[Select[Any], Any, Any, Any]:
    """Assignments with their people and schools: all columns, or these."""
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    person = staff.directory()
    statement = (
        select(
            *(columns or A.__table__.c), person.c.name.label("person_name"),
            sending.c.name.label("sending_name"), sending.c.code.label("sending_code"),
            receiving.c.name.label("receiving_name"), receiving.c.code.label("receiving_code"),
        )
        .join_from(Assignment, person, person.c.staff_id == A.staff_id)
        .join(sending, sending.c.id == A.sending_school_id)
        .join(receiving, receiving.c.id == A.receiving_school_id)
    )  # fmt: skip
    return statement, person.c, sending.c, receiving.c


def _equalities(asked: AssignmentFilter) -> list[Any]:
    pairs = (
        (A.status, asked.status),
        (A.sending_school_id, asked.sending_school_id),
        (A.receiving_school_id, asked.receiving_school_id),
        (A.staff_id, asked.staff_id),
        (A.direction, asked.direction),
        (A.mode, asked.mode),
        (A.pairing_id, asked.pairing_id),
        (A.team_id, asked.team_id),
    )
    return [column == value for column, value in pairs if value is not None]


def _conditions(asked: AssignmentFilter) -> list[Any]:
    found = _equalities(asked)
    if asked.school_id:
        found.append(or_(A.sending_school_id == asked.school_id, A.receiving_school_id == asked.school_id))
    if asked.on:
        found += [A.start_on <= asked.on, A.end_on >= asked.on, A.status.in_(THERE)]
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(A.home_county_code, prefix), below(A.receiving_county_code, prefix)))
    if asked.to_begin:
        found.append(A.status.in_((S.planned, S.confirmed)))
    if asked.starts_by:
        found.append(A.start_on <= asked.starts_by)
    if asked.ends_by:
        found.append(A.end_on <= asked.ends_by)
    if asked.open_after:
        found += _open_after(asked.open_after)
    return found


def _open_after(day: date) -> list[ColumnElement[bool]]:
    """Planned, confirmed or in post, and going on after the day."""
    return [A.status.in_(OPEN), A.end_on > day]


def _behind_a_number(scope: Scope, asked: AssignmentFilter) -> list[ColumnElement[bool]]:
    """The same predicates as the statistics."""
    rows: Any = A.__table__
    found = facts_are(rows, asked.facts)
    if asked.region_code or found:
        found.append(counted_at(rows, scope, asked.region_code or scope.principal.region_code))
    if asked.school_year is not None:
        found.append(in_year(rows, asked.basis, asked.school_year))
    if asked.outcome is not None:
        found.append(has_outcome(rows, asked.outcome))
    return found


def _waits_for(principal: Principal) -> ColumnElement[bool]:
    """Planned assignments that lack the caller's own confirmation."""
    if principal.is_school:
        mine = or_(
            and_(A.sending_school_id == principal.school_id, A.sending_confirmed_at.is_(None)),
            and_(A.receiving_school_id == principal.school_id, A.receiving_confirmed_at.is_(None)),
        )
        return and_(A.status == S.planned, mine)
    waiting = and_(A.status == S.planned, A.county_confirmed_at.is_(None))
    if principal.role is Role.county_coordinator:
        return and_(waiting, below(A.home_county_code, principal.prefix))
    both = and_(below(A.home_county_code, principal.prefix), below(A.receiving_county_code, principal.prefix))
    if principal.role is Role.city_supervisor:
        return and_(waiting, both, A.home_county_code != A.receiving_county_code)
    other_city = func.substr(A.home_county_code, 1, 4) != func.substr(A.receiving_county_code, 1, 4)
    return and_(waiting, both, other_city) if principal.role is Role.province_supervisor else false()


async def page(db: AsyncSession, scope: Scope, asked: AssignmentFilter, paging: PageAsked, *, by_name: bool) -> Rows:
    """One page of the assignments in scope, the latest start first. Without `by_name` no person is found by `q`."""
    statement, person, sending, receiving = _rows(*_IN_LISTS)
    statement = statement.where(scope.rows(PARTIES), *_conditions(asked), *_behind_a_number(scope, asked))
    if asked.to_confirm:
        statement = statement.where(_waits_for(scope.principal))
    if asked.q:
        found = [matches(asked.q, school, school.code) for school in (sending, receiving)]
        statement = statement.where(or_(*found, matches(asked.q, person)) if by_name else or_(*found))
    return await page_of(db, statement, paging, [(A.start_on, date), (A.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Any:
    """One assignment in scope with names."""
    statement = _rows()[0]
    return (await db.execute(statement.where(A.id == assignment_id, scope.rows(PARTIES)))).one_or_none()


async def told(db: AsyncSession, assignment_ids: Collection[UUID]) -> dict[UUID, Any]:
    """Assignment → `basis`, `receiving_post`: what lists leave to the record's own page; the caller knows the scope."""
    columns = (A.id, A.basis, A.receiving_post)
    return {row.id: row for row in await rows_by(db, columns, A.id, assignment_ids)}


async def extensions(db: AsyncSession, assignment_id: UUID) -> Any:
    """Every extension of one assignment, the first one first; the caller has checked the scope."""
    found = select(*E.__table__.c).where(E.assignment_id == assignment_id).order_by(E.extended_at, E.id)
    return (await db.execute(found)).all()


async def visible(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Assignment | None:
    """One assignment in scope, locked for a change."""
    statement = select(Assignment).where(A.id == assignment_id, scope.rows(PARTIES))
    return (await db.execute(statement.with_for_update())).scalar_one_or_none()


async def lock(db: AsyncSession, assignment_id: UUID) -> None:
    """One assignment of any scope, locked; nothing is loaded."""
    await db.execute(select(A.id).where(A.id == assignment_id).with_for_update())


async def employment(db: AsyncSession, staff_id: UUID, *, lock: bool = False) -> Any:
    """The employment and its person.

    Locked, it makes planners of one person queue: two inserts that meet in the exclusion constraint would
    otherwise wait for each other.
    """
    person = staff.directory()
    statement = select(*person.c).where(person.c.staff_id == staff_id)
    return (await db.execute(statement.with_for_update(key_share=True) if lock else statement)).one_or_none()


async def overlapping(db: AsyncSession, person_id: UUID, period: Period, but: UUID) -> Any:
    """The exclusive assignment of the person that shares a day with the period, with the school's name."""
    receiving = schools.directory()
    statement = (
        select(A.id, A.start_on, A.end_on, receiving.c.name)
        .join(receiving, receiving.c.id == A.receiving_school_id)
        .where(A.person_id == person_id, A.exclusive, A.status.not_in(NEVER_SERVED), A.id != but)
        .where(A.start_on <= period.end_on, A.end_on >= period.start_on)
        .order_by(A.start_on)
        .limit(1)
    )
    return (await db.execute(statement)).one_or_none()


def all_rows() -> Select[Any]:
    """Every assignment with the names of its person and schools; the caller narrows it."""
    return _rows()[0]


_FIRST: Any = bindparam("first", type_=Date())
_LAST: Any = bindparam("last", type_=Date())
_SCHOOL: Any = bindparam("school", type_=Uuid())


def _placed(side: str) -> ColumnElement[Any]:
    """The school on one side on the last day of the period: a succession may have moved it since."""
    return schools.placed_on("assignment", A.id, side, getattr(A, f"{side}_school_id"), _LAST)


def _serving() -> Select[Any]:
    """Who serves on any day of the period, with the schools of that time."""
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    person, own = staff.directory(), {"sending_school_id", "receiving_school_id"}
    statement = select(
        *(column for column in A.__table__.c if column.name not in own), person.c.name.label("person_name"),
        sending.c.id.label("sending_school_id"), sending.c.name.label("sending_name"),
        sending.c.code.label("sending_code"), receiving.c.id.label("receiving_school_id"),
        receiving.c.name.label("receiving_name"), receiving.c.code.label("receiving_code"),
    )  # fmt: skip
    joined = (
        statement.join_from(Assignment, person, person.c.staff_id == A.staff_id)
        .join(sending, sending.c.id == _placed("sending"))
        .join(receiving, receiving.c.id == _placed("receiving"))
    )
    return joined.where(A.status.in_(SERVING), A.start_on <= _LAST, A.end_on >= _FIRST).order_by(A.start_on, A.id)


@cache
def _serving_of(side: str) -> Select[Any]:
    """Of the school at that time; the first condition is the one that indexes answer. Made once for each side."""
    named: Any = aliased(Assignment)
    now = select(named.id).where(getattr(named, f"{side}_school_id") == _SCHOOL)
    return _serving().where(A.id.in_(schools.ever_of("assignment", _SCHOOL, now)), _placed(side) == _SCHOOL)


def _values(period: Period, **more: UUID) -> dict[str, Any]:
    return {"first": period.start_on, "last": period.end_on, **more}


async def serving_at(db: AsyncSession, school_id: UUID, period: Period) -> Any:
    """Who serves at a school on any day of the period, in order of start."""
    return (await db.execute(_serving_of("receiving"), _values(period, school=school_id))).all()


async def sent_from(db: AsyncSession, school_id: UUID, period: Period) -> Any:
    """Whom a school has elsewhere on any day of the period."""
    return (await db.execute(_serving_of("sending"), _values(period, school=school_id))).all()


async def of_team(db: AsyncSession, team_id: UUID, period: Period) -> Any:
    """The members of a team who serve on any day of the period."""
    return (await db.execute(_serving().where(A.team_id == team_id), _values(period))).all()


def school_ids_serving(period: Period) -> Subquery:
    """Receiving schools that have somebody confirmed or in post on any day of the period."""
    served = A.status.in_(SERVING), A.start_on <= period.end_on, A.end_on >= period.start_on
    return select(A.receiving_school_id.label("school_id")).where(*served).distinct().subquery("receiving_school")


async def in_post_after(db: AsyncSession, pairing_id: UUID, day: date) -> int:
    """Persons under a pairing whose assignment is open and goes on after the day."""
    return int(await db.scalar(select(func.count()).where(A.pairing_id == pairing_id, *_open_after(day))) or 0)


async def open_of_school(db: AsyncSession, school_id: UUID, day: date) -> int:
    """Open assignments from or to a school that go on after the day."""
    either = or_(A.sending_school_id == school_id, A.receiving_school_id == school_id)
    return int(await db.scalar(select(func.count()).where(either, A.status.in_(OPEN), A.end_on > day)) or 0)


async def open_of_staff(db: AsyncSession, staff_id: UUID, day: date) -> int:
    """Open assignments of an employment that go on after the day."""
    return int(
        await db.scalar(select(func.count()).where(A.staff_id == staff_id, A.status.in_(OPEN), A.end_on > day)) or 0
    )


async def people_of_pairing(db: AsyncSession, pairing_id: UUID, supporting_id: UUID) -> tuple[int, int]:
    """Persons in post under a pairing: from the supporting school, and towards it."""
    sent = func.count(case((A.sending_school_id == supporting_id, A.id)))
    statement = select(sent, func.count()).where(A.pairing_id == pairing_id, A.status == S.active)
    found = (await db.execute(statement)).one()
    return int(found[0]), int(found[1]) - int(found[0])
