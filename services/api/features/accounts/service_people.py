"""Accounts of one person, for merging two records of one person."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import queries_people
from services.api.kernel.moving import Moves


async def move_to(db: AsyncSession, moves: Moves, from_id: UUID, to_id: UUID) -> None:
    """Let the accounts of one person be another's."""
    for row in await queries_people.of_person(db, from_id):
        moves.move(row, person_id=to_id)
    await db.flush()
