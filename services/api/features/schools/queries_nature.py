"""What schools were at the time: the decisions on locality and flags of several schools at once."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.models import SchoolFlagPeriod, SchoolLocality

_L: Any = SchoolLocality
_F: Any = SchoolFlagPeriod


async def localities(db: AsyncSession, school_ids: Collection[UUID]) -> Any:
    """Every decision on the locality of these schools."""
    return (
        await db.execute(select(_L.school_id, _L.locality, _L.start_on, _L.end_on).where(_L.school_id.in_(school_ids)))
    ).all()


async def flags(db: AsyncSession, school_ids: Collection[UUID]) -> Any:
    """Every period of every flag of these schools."""
    return (
        await db.execute(select(_F.school_id, _F.flag, _F.start_on, _F.end_on).where(_F.school_id.in_(school_ids)))
    ).all()
