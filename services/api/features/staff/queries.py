"""Selects of persons and their employments."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service as schools
from services.api.features.staff.filters import StaffFilter
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.queries_dated import has_had_name
from services.api.kernel.models import Base
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.api.kernel.search import matches, spelled_like

_tables = Base.metadata.tables
person = _tables["person"].c
staff = _tables["staff"].c
_joined = _tables["staff"].join(_tables["person"], person.id == staff.person_id)


def party() -> Party:
    """A staff record is seen by its county, its school and the person."""
    return Party(county=staff.county_code, school=staff.school_id, person=staff.person_id)


def _shown(scope: Scope) -> Select[Any]:
    rows = select(
        staff.id, staff.version, staff.person_id, person.name, person.sort_key, person.sex, person.birth_on,
        person.id_number_masked, staff.school_id, staff.county_code, staff.staff_no, staff.post, staff.title,
        staff.stage, staff.subject, staff.in_quota, staff.full_time_teacher, staff.hired_on, staff.ended_on,
    )  # fmt: skip
    return rows.select_from(_joined).where(scope.rows([party()]), staff.merged_at.is_(None))


def named(q: str) -> ColumnElement[bool]:
    """Persons who have such a name, or had it before."""
    now = spelled_like(q, name=person.name, pinyin=person.pinyin, initials=person.initials)
    return or_(now, has_had_name(q, person.id))


def listed(scope: Scope, asked: StaffFilter, today: date) -> Select[Any]:
    """Employments in scope whose last day has not passed, or all of them."""
    rows = _shown(scope)
    if asked.q:
        rows = rows.where(named(asked.q))
    schools_asked = [each for each in (asked.school_id, asked.or_school_id) if each is not None]
    if schools_asked:
        rows = rows.where(staff.school_id.in_(schools_asked))
    if asked.at_school:
        school = schools.directory()
        rows = rows.where(
            staff.school_id.in_(select(school.c.id).where(matches(asked.at_school, school.c, school.c.code)))
        )
    if asked.county_code:
        rows = rows.where(below(staff.county_code, prefix_of(asked.county_code)))
    if not asked.include_ended:
        rows = rows.where(or_(staff.ended_on.is_(None), staff.ended_on >= today))
    same = {
        staff.post: asked.post,
        staff.title: asked.title,
        staff.stage: asked.stage,
    }
    return rows.where(*(column == value for column, value in same.items() if value))


async def shown(db: AsyncSession, scope: Scope, staff_id: UUID) -> Any:
    """One employment in scope as the list shows it, or None."""
    return (await db.execute(_shown(scope).where(staff.id == staff_id))).one_or_none()


async def visible_for_change(db: AsyncSession, scope: Scope, staff_id: UUID) -> Staff | None:
    """The employment when it is in scope, locked."""
    rows = select(Staff).where(staff.id == staff_id, scope.rows([party()]), staff.merged_at.is_(None))
    return (await db.scalars(rows.with_for_update())).one_or_none()


async def find(db: AsyncSession, staff_id: UUID) -> Staff | None:
    """The employment whoever asks."""
    return await db.get(Staff, staff_id)


async def locked(db: AsyncSession, staff_id: UUID) -> tuple[Person, Staff] | None:
    """Person and employment whoever asks, locked in this order and read afresh."""
    person_id = await db.scalar(select(staff.person_id).where(staff.id == staff_id))
    if person_id is None:
        return None
    afresh = {"populate_existing": True}
    of = select(Person).where(person.id == person_id).with_for_update().execution_options(**afresh)
    human = (await db.scalars(of)).one()
    job = select(Staff).where(staff.id == staff_id).with_for_update().execution_options(**afresh)
    return human, (await db.scalars(job)).one()


async def person_with_number(db: AsyncSession, match_key: str) -> Person | None:
    """The person with this identity number, locked."""
    rows = select(Person).where(person.id_number_hash == match_key).with_for_update()
    return (await db.scalars(rows)).one_or_none()


async def last_employment(db: AsyncSession, person_id: UUID) -> Staff | None:
    """The open employment of a person, else the one that ended last."""
    rows = select(Staff).where(staff.person_id == person_id, staff.merged_at.is_(None))
    newest = rows.order_by(staff.ended_on.is_(None).desc(), staff.ended_on.desc()).limit(1)
    return (await db.scalars(newest)).one_or_none()


async def employments_of(db: AsyncSession, person_id: UUID, *, locked: bool = False) -> Sequence[Staff]:
    """Every employment of a person that is shown, the open one first, then the one that ended last."""
    rows = select(Staff).where(staff.person_id == person_id, staff.merged_at.is_(None))
    ordered = rows.order_by(staff.ended_on.is_(None).desc(), staff.ended_on.desc(), staff.id)
    return (await db.scalars(ordered.with_for_update() if locked else ordered)).all()


async def person_names(db: AsyncSession, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Person → name."""
    rows = await db.execute(select(person.id, person.name).where(person.id.in_(set(person_ids))))
    return {row.id: row.name for row in rows}


async def counts(db: AsyncSession, school_ids: Sequence[UUID]) -> dict[UUID, int]:
    """School → people whose employment there is open."""
    rows = select(staff.school_id, func.count().label("people")).where(
        staff.school_id.in_(set(school_ids)), staff.ended_on.is_(None), staff.merged_at.is_(None)
    )
    return {row.school_id: row.people for row in await db.execute(rows.group_by(staff.school_id))}


@cache
def directory() -> Subquery:
    """Columns of every employment and its person for the joins of other features."""
    rows = select(
        staff.id.label("staff_id"), staff.person_id, person.name, person.pinyin, person.initials, person.sex,
        person.birth_on, staff.post, staff.title, staff.stage, staff.subject, staff.school_id, staff.county_code,
        staff.ended_on,
    )  # fmt: skip
    return rows.select_from(_joined).subquery()
