"""Selects on mentor pairs."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_pairs.filters import MentorPairFilter
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.mentor_pairs.rules import OPEN
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import MentorPairStatus

M: Any = MentorPair
PICKED = 8


def parties() -> Sequence[Party]:
    """Mentor and mentee with their schools and counties."""
    return (
        Party(county=M.mentor_county_code, school=M.mentor_school_id, person=M.mentor_person_id),
        Party(county=M.mentee_county_code, school=M.mentee_school_id, person=M.mentee_person_id),
    )


@cache
def _rows() -> tuple[Select[Any], Any, Any]:
    people = {side: staff.directory().alias(side) for side in ("mentor", "mentee")}
    places = {side: schools.directory().alias(f"{side}_school") for side in people}
    mentor, mentee = people["mentor"], people["mentee"]
    named = [people[side].c.name.label(f"{side}_name") for side in people]
    placed = [
        column
        for side, place in places.items()
        for column in (place.c.name.label(f"{side}_school_name"), place.c.code.label(f"{side}_school_code"))
    ]
    statement = (
        select(*M.__table__.c, *named, *placed)
        .join_from(MentorPair, mentor, mentor.c.staff_id == M.mentor_staff_id)
        .join(mentee, mentee.c.staff_id == M.mentee_staff_id)
        .join(places["mentor"], places["mentor"].c.id == M.mentor_school_id)
        .join(places["mentee"], places["mentee"].c.id == M.mentee_school_id)
    )
    return statement, mentor.c, mentee.c


async def page(db: AsyncSession, scope: Scope, asked: MentorPairFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the pairs in scope, the latest start first."""
    statement, mentor, mentee = _rows()
    statement = statement.where(scope.rows(parties()), *_asked(asked, today))
    if asked.q:
        statement = statement.where(or_(matches(asked.q, mentor), matches(asked.q, mentee)))
    return await page_of(db, statement, paging, [(M.start_on, date), (M.id, UUID)], descending=True)


def _asked(asked: MentorPairFilter, today: date) -> list[ColumnElement[bool]]:
    equal = {M.kind: asked.kind, M.subject: asked.subject, M.pairing_id: asked.pairing_id}
    found = [column == value for column, value in equal.items() if value]
    found.append(M.status == asked.status if asked.status else M.status != MentorPairStatus.void)
    if asked.school_id:
        found.append(or_(M.mentor_school_id == asked.school_id, M.mentee_school_id == asked.school_id))
    if asked.person_id:
        found.append(or_(M.mentor_person_id == asked.person_id, M.mentee_person_id == asked.person_id))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(M.mentor_county_code, prefix), below(M.mentee_county_code, prefix)))
    if asked.open or asked.over:
        found.append(M.status.in_(OPEN))
    if asked.over:
        found.append(M.end_on < today)
    return found


async def row(db: AsyncSession, scope: Scope, pair_id: UUID) -> Any:
    """One pair in scope with the names of both persons and schools."""
    statement, _, _ = _rows()
    return (await db.execute(statement.where(M.id == pair_id, scope.rows(parties())))).one_or_none()


async def visible(db: AsyncSession, scope: Scope, pair_id: UUID) -> MentorPair | None:
    """One pair in scope, locked for a change."""
    statement = select(MentorPair).where(M.id == pair_id, scope.rows(parties())).with_for_update()
    return (await db.execute(statement)).scalar_one_or_none()


async def persons_of(db: AsyncSession, staff_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Employment → person; nothing is loaded, so that the rows can still be locked and read fresh."""
    people = staff.directory()
    found = await db.execute(select(people.c.staff_id, people.c.person_id).where(people.c.staff_id.in_(staff_ids)))
    return {each.staff_id: each.person_id for each in found}


async def people(db: AsyncSession, reach: ColumnElement[bool], q: str, today: date) -> Sequence[Any]:
    """Who is in service and is called so, the first few by spelling."""
    person, place = staff.directory(), schools.directory()
    rows = (
        select(person.c.staff_id, person.c.name, person.c.subject, place.c.id, place.c.code, place.c.name.label("at"))
        .join(place, place.c.id == person.c.school_id)
        .where(reach, matches(q, person.c), or_(person.c.ended_on.is_(None), person.c.ended_on >= today))
    )
    return (await db.execute(rows.order_by(person.c.pinyin, person.c.staff_id).limit(PICKED))).all()


def reach_of(scope: Scope, school_ids: Collection[UUID], only: UUID | None) -> ColumnElement[bool]:
    """People in scope, and those of these schools; of all of them those of one school, when it is named."""
    person = staff.directory()
    own = Party(county=person.c.county_code, school=person.c.school_id, person=person.c.person_id)
    reach = or_(scope.rows([own]), person.c.school_id.in_(school_ids))
    return reach if only is None else and_(reach, person.c.school_id == only)


async def open_of_mentee(db: AsyncSession, person_id: UUID, subject: str, but: UUID) -> MentorPair | None:
    """Another open pair of somebody in a subject."""
    mine = select(MentorPair).where(M.mentee_person_id == person_id, M.subject == subject, M.id != but)
    return (await db.scalars(mine.where(M.status.in_(OPEN)).limit(1))).one_or_none()


async def open_of_mentor(db: AsyncSession, person_id: UUID) -> int:
    """How many mentees somebody has now."""
    counted = select(func.count()).where(M.mentor_person_id == person_id, M.status.in_(OPEN))
    return int(await db.scalar(counted) or 0)
