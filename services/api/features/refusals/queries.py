"""Selects on refusals."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.refusals.filters import RefusalFilter
from services.api.features.refusals.models import Refusal, RefusalMeasureTaken, RefusalStatement
from services.api.features.refusals.rules import WAITING
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope
from services.api.kernel.search import matches
from services.contracts.codes import Role
from services.contracts.codes_refusals import RefusalMeasure, RefusalStatus

R: Any = Refusal
M: Any = RefusalMeasureTaken
T: Any = RefusalStatement


@cache
def _rows() -> tuple[Select[Any], Any]:
    person, place = staff.directory(), schools.directory()
    statement = (
        select(
            *R.__table__.c, person.c.person_id, person.c.name, person.c.school_id, person.c.ended_on,
            place.c.name.label("school_name"), place.c.code.label("school_code"),
        )
        .join_from(Refusal, person, person.c.staff_id == R.staff_id)
        .join(place, place.c.id == person.c.school_id)
    )  # fmt: skip
    return statement, person.c


def _readable(scope: Scope, person: Any) -> ColumnElement[bool]:
    """Cases of the own county, school or person; a city's office has those of the schools it runs itself.

    An administrator who looks as somebody else is not given what is restricted.
    """
    if scope.principal.viewer_id is not None:
        return false()
    own = scope.rows([Party(R.county_code, person.school_id, person.person_id)])
    if scope.principal.role is Role.city_supervisor:
        return and_(own, R.county_code.like("%Z%"))
    return own


def _asked(scope: Scope, asked: RefusalFilter, person: Any) -> list[ColumnElement[bool]]:
    equal = {
        R.school_year: asked.school_year, person.school_id: asked.school_id, person.person_id: asked.person_id,
    }  # fmt: skip
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    found.append(R.status == asked.status if asked.status else R.status != RefusalStatus.void)
    if asked.q:
        found.append(matches(asked.q, person))
    if asked.measure:
        taken = select(M.refusal_id).where(M.measure == asked.measure)
        found += [R.id.in_(taken), R.status == RefusalStatus.decided]
    if asked.waiting:
        decides = scope.principal.role in {Role.county_coordinator, Role.city_supervisor}
        found.append(R.status.in_(WAITING) if decides else R.status == RefusalStatus.open)
    return found


async def page(db: AsyncSession, scope: Scope, asked: RefusalFilter, paging: PageAsked) -> Rows:
    """One page of the cases that the caller may read, the latest refusal first."""
    statement, person = _rows()
    statement = statement.where(_readable(scope, person), *_asked(scope, asked, person))
    return await page_of(db, statement, paging, [(R.refused_on, date), (R.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, refusal_id: UUID) -> Any:
    """One case that the caller may read, with the names of person and school."""
    statement, person = _rows()
    return (await db.execute(statement.where(R.id == refusal_id, _readable(scope, person)))).one_or_none()


async def of_person(db: AsyncSession, scope: Scope, person_id: UUID) -> Sequence[Any]:
    """Somebody's cases that the caller may read, the latest first, void and withdrawn ones left out."""
    statement, person = _rows()
    shown = R.status.not_in((RefusalStatus.void, RefusalStatus.withdrawn))
    found = statement.where(person.person_id == person_id, _readable(scope, person), shown)
    rows: Sequence[Any] = (await db.execute(found.order_by(R.refused_on.desc(), R.id))).all()
    return rows


async def locked(db: AsyncSession, refusal_id: UUID) -> Refusal:
    """One case, locked; the caller has seen that it may be read."""
    found = select(Refusal).where(R.id == refusal_id).with_for_update().execution_options(populate_existing=True)
    return (await db.scalars(found)).one()


async def waiting_of(db: AsyncSession, staff_id: UUID, school_year: int) -> Refusal | None:
    """The case in hand of an employment and school year, locked."""
    found = select(Refusal).where(R.staff_id == staff_id, R.school_year == school_year, R.status.in_(WAITING))
    there: Refusal | None = (await db.scalars(found.with_for_update())).one_or_none()
    return there


async def of_staff(db: AsyncSession, staff_ids: Collection[UUID]) -> Sequence[Refusal]:
    """Every case of these employments, locked."""
    found = select(Refusal).where(R.staff_id.in_(staff_ids)).order_by(R.id).with_for_update()
    return (await db.scalars(found)).all()


async def employed(db: AsyncSession, staff_id: UUID) -> Any:
    """School, county, person and last day of an employment."""
    person = staff.directory()
    return (await db.execute(select(person).where(person.c.staff_id == staff_id))).one_or_none()


async def measures_of(db: AsyncSession, refusal_ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """Case → its consequences, in the order they were written."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    if refusal_ids:
        for each in (await db.scalars(select(M).where(M.refusal_id.in_(refusal_ids)).order_by(M.id))).all():
            found[each.refusal_id].append(each)
    return found


async def statements_of(db: AsyncSession, refusal_id: UUID) -> Sequence[Any]:
    """Everything that was said, the first first."""
    return (await db.scalars(select(T).where(T.refusal_id == refusal_id).order_by(T.said_at, T.id))).all()


async def caps_of(db: AsyncSession, person_id: UUID, school_year: int) -> Sequence[Any]:
    """Caps of a person's appraisal of a school year that stand: the county and the basis."""
    person = staff.directory()
    found = (
        select(R.county_code, M.basis)
        .join_from(Refusal, person, person.c.staff_id == R.staff_id)
        .join(RefusalMeasureTaken, M.refusal_id == R.id)
        .where(
            person.c.person_id == person_id, R.status == RefusalStatus.decided,
            M.measure == RefusalMeasure.appraisal_capped, M.school_year == school_year,
        )
    )  # fmt: skip
    return (await db.execute(found.order_by(R.id))).all()


async def waiting_years_of(db: AsyncSession, person_ids: Collection[UUID]) -> Sequence[Any]:
    """Persons with a case in hand, and the school year of each."""
    person = staff.directory()
    found = select(person.c.person_id, R.school_year).join_from(Refusal, person, person.c.staff_id == R.staff_id)
    return (await db.execute(found.where(person.c.person_id.in_(person_ids), R.status.in_(WAITING)))).all()
