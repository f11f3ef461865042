"""Selects on lessons that were heard."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.lesson_records import rules
from services.api.features.lesson_records.filters import LessonRecordFilter
from services.api.features.lesson_records.models import LessonRecord
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Principal, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import LessonStatus, Role

L: Any = LessonRecord
PICKED = 8
MOST_PAIRINGS = 50


@cache
def _rows() -> tuple[Select[Any], Any, Any, Any]:
    pairing = pairings.directory().c
    teacher, observer = staff.directory().alias("teacher"), staff.directory().alias("observer")
    statement = (
        pairings.beside(L, pairing.supporting_county_code, pairing.recipient_county_code)
        .add_columns(teacher.c.name.label("teacher_name"), observer.c.name.label("observer_name"))
        .join(teacher, teacher.c.staff_id == L.teacher_staff_id)
        .join(observer, observer.c.staff_id == L.observer_staff_id)
    )
    return statement, pairing, teacher.c, observer.c


def _parties(pairing: Any) -> Sequence[Party]:
    """Both schools of the pairing with their counties, and both persons with the counties at the time."""
    return (
        *pairings.parties(pairing),
        Party(L.county_code, person=L.observer_person_id),
        Party(L.other_county_code, person=L.teacher_person_id),
    )


def _asked(asked: LessonRecordFilter, pairing: Any, principal: Principal) -> list[ColumnElement[bool]]:
    names = ("pairing_id", "activity_id", "mentor_pair_id", "subject")
    found = [getattr(L, name) == getattr(asked, name) for name in names if getattr(asked, name) is not None]
    found.append(L.status == asked.status if asked.status else L.status != LessonStatus.void)
    if asked.school_id:
        found.append(
            or_(pairing.supporting_school_id == asked.school_id, pairing.recipient_school_id == asked.school_id)
        )
    if asked.person_id:
        found.append(or_(L.teacher_person_id == asked.person_id, L.observer_person_id == asked.person_id))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(L.county_code, prefix), below(L.other_county_code, prefix)))
    if asked.to_reflect:
        found.append(L.status == LessonStatus.recorded)
        if principal.role is Role.teacher:
            found.append(L.teacher_person_id == principal.person_id)
    found += [L.held_on >= asked.from_on] if asked.from_on else []
    found += [L.held_on <= asked.until_on] if asked.until_on else []
    return found


async def page(db: AsyncSession, scope: Scope, asked: LessonRecordFilter, paging: PageAsked) -> Rows:
    """One page of the records in scope, the latest lesson first."""
    statement, pairing, teacher, observer = _rows()
    statement = statement.where(scope.rows(_parties(pairing)), *_asked(asked, pairing, scope.principal))
    if asked.q:
        statement = statement.where(or_(matches(asked.q, teacher), matches(asked.q, observer)))
    return await page_of(db, statement, paging, [(L.held_on, date), (L.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, record_id: UUID) -> Any:
    """One record in scope with the names of both persons and schools."""
    statement, pairing, _, _ = _rows()
    return (await db.execute(statement.where(L.id == record_id, scope.rows(_parties(pairing))))).one_or_none()


async def lock(db: AsyncSession, record_id: UUID) -> LessonRecord:
    """A record that was seen in scope, locked and read afresh for a change."""
    statement = select(LessonRecord).where(L.id == record_id).with_for_update()
    return (await db.execute(statement.execution_options(populate_existing=True))).scalar_one()


async def persons_of(db: AsyncSession, staff_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Employment → person; nothing is loaded, so that the rows can still be locked and read fresh."""
    people = staff.directory()
    found = await db.execute(select(people.c.staff_id, people.c.person_id).where(people.c.staff_id.in_(staff_ids)))
    return {each.staff_id: each.person_id for each in found}


async def same_lesson(db: AsyncSession, record: LessonRecord) -> UUID | None:
    """Another record of the observer of the same lesson of the same day."""
    mine = select(L.id).where(
        L.observer_person_id == record.observer_person_id, L.held_on == record.held_on,
        L.lesson_no == record.lesson_no, L.status != LessonStatus.void, L.id != record.id,
    )  # fmt: skip
    found: UUID | None = await db.scalar(mine.limit(1))
    return found


async def people(db: AsyncSession, school_ids: Collection[UUID], q: str, today: date) -> Sequence[Any]:
    """Who is in service at one of the schools and is called so, the first few by spelling."""
    person, place = staff.directory(), schools.directory()
    rows = (
        select(person.c.staff_id, person.c.name, person.c.subject, place.c.id, place.c.code, place.c.name.label("at"))
        .join(place, place.c.id == person.c.school_id)
        .where(person.c.school_id.in_(school_ids), matches(q, person.c))
        .where(or_(person.c.ended_on.is_(None), person.c.ended_on >= today))
    )
    return (await db.execute(rows.order_by(person.c.pinyin, person.c.staff_id).limit(PICKED))).all()


def _own(principal: Principal, school_id: Any) -> ColumnElement[bool]:
    """Whether a school is the caller's: the one it acts for, or one that employs the teacher."""
    if principal.is_school:
        return school_id == principal.school_id  # type: ignore[no-any-return] # a comparison of a column
    if principal.role is Role.teacher and principal.person_id is not None:
        mine = staff.directory()
        return school_id.in_(select(mine.c.school_id).where(mine.c.person_id == principal.person_id))  # type: ignore[no-any-return]
    return false()


async def pairings_of(db: AsyncSession, principal: Principal, pairing_id: UUID | None = None) -> Sequence[Any]:
    """The started pairings of the caller's school, or the one asked for in any state; with schools and whose side."""
    pairing = pairings.directory()
    supporting, recipient = schools.directory().alias("supporting"), schools.directory().alias("recipient")
    sides = _own(principal, pairing.c.supporting_school_id), _own(principal, pairing.c.recipient_school_id)
    rows = (
        select(
            *pairing.c, sides[0].label("is_supporting"),
            supporting.c.name.label("supporting_name"), supporting.c.code.label("supporting_code"),
            recipient.c.name.label("recipient_name"), recipient.c.code.label("recipient_code"),
        )
        .join(supporting, supporting.c.id == pairing.c.supporting_school_id)
        .join(recipient, recipient.c.id == pairing.c.recipient_school_id)
        .where(or_(*sides))
        .order_by(pairing.c.start_on.desc(), pairing.c.id)
        .limit(MOST_PAIRINGS)
    )  # fmt: skip
    asked = pairing.c.status.in_(rules.STARTED) if pairing_id is None else pairing.c.id == pairing_id
    return (await db.execute(rows.where(asked))).all()


def ids_of_pairing(pairing_id: UUID) -> Select[tuple[UUID]]:
    """All lessons heard under a pairing, void ones too."""
    return select(L.id).where(L.pairing_id == pairing_id)
