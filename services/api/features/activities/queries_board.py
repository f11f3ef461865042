"""Selects on activities for boards and calendars."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, and_, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.models import Activity
from services.api.features.activities.queries_joined import THERE, J

A: Any = Activity


async def last_held(db: AsyncSession, pairing_ids: Collection[UUID]) -> dict[UUID, date]:
    """Pairing → the day of its latest activity that is not void. One query, none for no pairings."""
    if not pairing_ids:
        return {}
    own = select(A.pairing_id, func.max(A.held_on)).where(A.pairing_id.in_(pairing_ids), A.voided_at.is_(None))
    joined = select(J.pairing_id, func.max(A.held_on)).join(Activity, and_(A.id == J.activity_id, THERE))
    also = joined.where(J.pairing_id.in_(pairing_ids), A.voided_at.is_(None)).group_by(J.pairing_id)
    rows = (await db.execute(union_all(own.group_by(A.pairing_id), also))).all()
    return {pairing_id: max(day for of, day in rows if of == pairing_id) for pairing_id, _ in rows}


def directory() -> Subquery:
    """The columns of every activity for joins; no scope of its own: the caller's query has one."""
    return select(A.id, A.pairing_id, A.type, A.held_on, A.voided_at).subquery("activity_directory")
