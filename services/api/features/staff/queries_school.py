"""Selects of the people of one school."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff.models import Person, Staff
from services.api.features.staff.models_dated import StaffPosition
from services.contracts.codes import Post, Title

S: Any = Staff
P: Any = Person
D: Any = StaffPosition
LEADERS = (Post.principal, Post.vice_principal, Post.same_rank, Post.middle)


async def open_at(
    db: AsyncSession, school_id: UUID, staff_ids: Collection[UUID] | None, *, locked: bool = False
) -> list[tuple[Staff, str]]:
    """Open employments at a school with their names, all or some, by name."""
    rows = select(Staff, P.name).join(Person, P.id == S.person_id).where(S.school_id == school_id, S.ended_on.is_(None))
    rows = rows if staff_ids is None else rows.where(S.id.in_(staff_ids))
    rows = rows.order_by(S.id if locked else P.pinyin)
    found = await db.execute(rows.with_for_update(of=Staff) if locked else rows)
    return [(row[0], row[1]) for row in found]


async def persons(db: AsyncSession, person_ids: Collection[UUID]) -> list[Person]:
    """These persons, locked."""
    rows = select(Person).where(P.id.in_(person_ids)).order_by(P.id)
    return list((await db.scalars(rows.with_for_update())).all())


def schools_with_staff() -> Select[Any]:
    """Ids of the schools where somebody is employed."""
    return select(S.school_id).where(S.ended_on.is_(None))


async def leaders(db: AsyncSession, school_id: UUID) -> list[Any]:
    """(id, name, post) of the leadership team, the principal first."""
    rank = case({post.value: index for index, post in enumerate(LEADERS)}, value=S.post)
    rows = select(S.id, P.name, S.post).join_from(Staff, Person, P.id == S.person_id)
    mine = rows.where(S.school_id == school_id, S.ended_on.is_(None), S.post.in_(LEADERS))
    return list(await db.execute(mine.order_by(rank, P.pinyin, S.id)))


async def titles_in_quota(db: AsyncSession, school_id: UUID) -> dict[Title, int]:
    """Title → people in the quota of a school."""
    rows = select(S.title, func.count()).where(
        S.school_id == school_id, S.ended_on.is_(None), S.merged_at.is_(None), S.in_quota
    )
    return {row[0]: row[1] for row in await db.execute(rows.group_by(S.title))}


async def positions_at(db: AsyncSession, school_id: UUID, person_ids: Collection[UUID]) -> list[StaffPosition]:
    """The running posts of these people at a school, locked."""
    rows = select(StaffPosition).where(
        D.school_id == school_id, D.person_id.in_(person_ids), D.end_on.is_(None), D.voided_at.is_(None)
    )
    return list((await db.scalars(rows.order_by(D.id).with_for_update())).all())
