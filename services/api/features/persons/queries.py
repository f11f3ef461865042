"""Selects of persons with their present or last employment, and of their records."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.api.features.persons.filters import PersonFilter
from services.api.features.persons.models import (
    PersonDistinct,
    PersonMerge,
    PersonRelation,
    PersonUnmasking,
    StaffHonour,
)
from services.api.features.staff import service_people as people
from services.api.kernel.scope import Party, Scope, below, prefix_of

P: Any = people.Person
E: Any = people.Staff
_HONOUR: Any = StaffHonour
_LOOK: Any = PersonUnmasking
_MERGE: Any = PersonMerge
_RELATION: Any = PersonRelation
_DISTINCT: Any = PersonDistinct


def party() -> Party:
    """A person is seen by the county and the school of the present or last employment, and by the person."""
    return Party(county=E.county_code, school=E.school_id, person=E.person_id)


@cache
def is_last() -> ColumnElement[bool]:
    """Whether an employment is the open one of its person, or the one that ended last."""
    other: Any = aliased(people.Staff)
    later = or_(other.ended_on.is_(None), other.ended_on > E.ended_on)
    elsewhere = and_(other.person_id == E.person_id, other.merged_at.is_(None), other.id != E.id, later)
    return or_(E.ended_on.is_(None), ~exists().where(elsewhere))


def _shown(scope: Scope) -> Select[Any]:
    rows = select(
        P.id, P.version, P.name, P.sort_key, P.sex, P.birth_on, P.id_number_masked, P.county_code, P.merged_at,
        P.career_start_on, P.confirmed_on, P.is_reserve_cadre, P.can_mentor, P.seeks_promotion,
        E.id.label("staff_id"), E.version.label("staff_version"), E.school_id, E.county_code.label("staff_county"),
        E.staff_no, E.post, E.title, E.stage, E.subject, E.in_quota, E.full_time_teacher, E.hired_on, E.ended_on,
    )  # fmt: skip
    return rows.join_from(people.Staff, people.Person, P.id == E.person_id).where(scope.rows([party()]))


def listed(scope: Scope, asked: PersonFilter, today: date) -> Select[Any]:
    """Persons in scope, one row each, by the present or last employment."""
    rows = _shown(scope).where(P.merged_at.is_(None), E.merged_at.is_(None))
    if asked.include_left:
        rows = rows.where(is_last())
    else:
        rows = rows.where(or_(E.ended_on.is_(None), and_(E.ended_on >= today, is_last())))
    if asked.q:
        rows = rows.where(people.named(asked.q))
    if asked.county_code:
        rows = rows.where(below(E.county_code, prefix_of(asked.county_code)))
    if asked.honour:
        holds = or_(_HONOUR.valid_to.is_(None), _HONOUR.valid_to >= today)
        mine = and_(_HONOUR.person_id == P.id, _HONOUR.voided_at.is_(None), _HONOUR.type == asked.honour, holds)
        rows = rows.where(exists().where(mine))
    same = {E.school_id: asked.school_id, E.post: asked.post, E.title: asked.title}
    return rows.where(*(column == value for column, value in same.items() if value))


def one(scope: Scope, person_id: UUID) -> Select[Any]:
    """One person in scope with the present or last employment."""
    mine = P.id == person_id, P.merged_at.is_(None), E.merged_at.is_(None), is_last()
    return _shown(scope).where(*mine).limit(1)


async def shown(db: AsyncSession, scope: Scope, person_id: UUID) -> Any:
    """The person, or None."""
    return (await db.execute(one(scope, person_id))).first()


async def merged_into(db: AsyncSession, scope: Scope, person_id: UUID) -> UUID | None:
    """The person in scope that this record went into."""
    rows = (
        select(_MERGE.kept_person_id)
        .join(people.Staff, and_(E.person_id == _MERGE.kept_person_id, E.merged_at.is_(None)))
        .where(_MERGE.merged_person_id == person_id, _MERGE.undone_at.is_(None), scope.rows([party()]))
    )
    found: UUID | None = (await db.execute(rows.limit(1))).scalar()
    return found


async def looks(db: AsyncSession, person_id: UUID) -> Sequence[Any]:
    """Who looked at the whole number, the newest first."""
    rows = select(_LOOK.looked_at, _LOOK.looked_by, _LOOK.reason).where(_LOOK.person_id == person_id)
    return (await db.execute(rows.order_by(_LOOK.looked_at.desc(), _LOOK.id.desc()).limit(50))).all()


async def live_merges(db: AsyncSession, person_id: UUID) -> Sequence[Any]:
    """The merges that are in force and made this record another one's, or another one this one's."""
    either = or_(_MERGE.merged_person_id == person_id, _MERGE.kept_person_id == person_id)
    rows = select(_MERGE.id, _MERGE.kept_person_id, _MERGE.merged_person_id)
    return (await db.execute(rows.where(either, _MERGE.undone_at.is_(None)))).all()


async def relations(db: AsyncSession, person_id: UUID) -> Sequence[PersonRelation]:
    """The spouse as recorded with the person, and with the spouse; not void."""
    either = or_(_RELATION.person_id == person_id, _RELATION.spouse_person_id == person_id)
    return (await db.scalars(select(PersonRelation).where(either, _RELATION.voided_at.is_(None)))).all()


async def relations_to(db: AsyncSession, person_id: UUID) -> Sequence[PersonRelation]:
    """The records of others that name this person, locked."""
    rows = select(PersonRelation).where(_RELATION.spouse_person_id == person_id).order_by(_RELATION.id)
    return (await db.scalars(rows.with_for_update())).all()


async def workplaces(db: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Person → name, school and post of the open employment."""
    rows = (
        select(P.id, P.name, E.school_id, E.post)
        .outerjoin(people.Staff, and_(E.person_id == P.id, E.ended_on.is_(None), E.merged_at.is_(None)))
        .where(P.id.in_(person_ids))
    )
    return {row.id: row for row in await db.execute(rows)}


async def same_looking(db: AsyncSession, row: Any) -> int:
    """How many other records have this name, birthday and sex and may be the same person."""
    told_apart = or_(
        and_(_DISTINCT.person_id == P.id, _DISTINCT.other_person_id == row.id),
        and_(_DISTINCT.other_person_id == P.id, _DISTINCT.person_id == row.id),
    )
    rows = select(func.count()).select_from(people.Person).where(
        P.name == row.name, P.birth_on == row.birth_on, P.sex == row.sex, P.id != row.id, P.merged_at.is_(None),
        P.county_code == row.county_code, ~exists().where(told_apart),
    )  # fmt: skip
    return int(await db.scalar(rows) or 0)
