"""Heard lessons go along when two records of a person become one; they follow the schools of their pairing by
themselves."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.lesson_records import queries_others
from services.api.kernel.moving import Moves

SIDES = ("teacher", "observer")


async def count_of_person(db: AsyncSession, person_id: UUID) -> int:
    """Records in which somebody taught or heard, void ones too."""
    return await queries_others.count_of(db, person_id)


async def clash(db: AsyncSession, one_id: UUID, other_id: UUID) -> str:
    """What keeps two persons from being one: one heard the other, or both heard a lesson at one time; else empty."""
    rows = await queries_others.valid_of(db, (one_id, other_id))
    both = {one_id, other_id}
    if any({row.teacher_person_id, row.observer_person_id} == both for row in rows):
        return "两条记录互相听过课"
    heard = {
        person: {(row.held_on, row.lesson_no) for row in rows if row.observer_person_id == person} for person in both
    }
    return "两条记录在同一天同一节各听过一节课" if heard[one_id] & heard[other_id] else ""


async def move_to(db: AsyncSession, moves: Moves, from_id: UUID, to_id: UUID, staff_ids: Mapping[UUID, UUID]) -> None:
    """Give all records of one person to another; `staff_ids`: employment → the one that stands for it now."""
    for row in await queries_others.rows_of(db, from_id):
        moves.give_person(row, SIDES, from_id, to_id, staff_ids)
    await db.flush()


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Records of these employments that are not among the named ones."""
    return await queries_others.later_of_staff(db, staff_ids, but) if staff_ids else 0
