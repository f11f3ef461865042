"""When pairings last did something together."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.models import Activity

A: Any = Activity


async def last_held(db: AsyncSession, pairing_ids: Collection[UUID]) -> dict[UUID, date]:
    """Pairing → the day of its latest activity that is not void. One query, none for no pairings."""
    if not pairing_ids:
        return {}
    latest = select(A.pairing_id, func.max(A.held_on)).where(A.pairing_id.in_(pairing_ids), A.voided_at.is_(None))
    return {row[0]: row[1] for row in await db.execute(latest.group_by(A.pairing_id))}
