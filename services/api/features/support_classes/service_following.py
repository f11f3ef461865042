"""Posts of support classes go along when two records of a person become one.

They follow schools and pairings by themselves: a class hangs on its pairing, a post on an employment, and who has left
the supporting school is not there any more.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.support_classes import queries
from services.api.kernel.moving import Moves


async def move_to(db: AsyncSession, moves: Moves, staff_ids: Mapping[UUID, UUID]) -> None:
    """Employments of one person stand for others now: their posts go along; `staff_ids`: employment → stand-in."""
    for row in await queries.of_staff(db, list(staff_ids)):
        moves.move(row, staff_id=staff_ids[row.staff_id])
    await db.flush()
