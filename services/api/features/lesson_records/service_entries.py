"""Heard lessons as dated entries, for what counts them by pairing (W-21.5, LQ-05)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.lesson_records import queries_others
from services.api.kernel.periods import Period


async def heard(db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period) -> Sequence[Row[Any]]:
    """The lessons heard on each day: (pairing_id, kind, from_on, to_on, amount, who). One query."""
    return await queries_others.heard(db, pairings, period)
