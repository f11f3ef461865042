"""Refusals go along with the person when two records become one."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.refusals import queries
from services.api.kernel.moving import Moves
from services.api.kernel.periods import school_year_label


async def move_to(db: AsyncSession, moves: Moves, staff_ids: Mapping[UUID, UUID]) -> None:
    """Employments of one person stand for others now: their cases go along; `staff_ids`: employment → stand-in."""
    for row in await queries.of_staff(db, list(staff_ids)):
        moves.move(row, staff_id=staff_ids[row.staff_id])
    await db.flush()


async def clash(db: AsyncSession, one_id: UUID, other_id: UUID) -> str:
    """What keeps two persons from being one: a case in hand of each in one school year; empty when nothing does."""
    years: dict[UUID, set[int]] = {one_id: set(), other_id: set()}
    for each in await queries.waiting_years_of(db, [one_id, other_id]):
        years[each.person_id].add(each.school_year)
    shared = sorted(years[one_id] & years[other_id])
    labels = "、".join(f"{school_year_label(year)}学年" for year in shared)
    return f"两条记录{labels}都有没处理完的拒不参加登记" if shared else ""
