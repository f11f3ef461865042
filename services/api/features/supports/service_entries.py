"""Funds as dated entries, for what counts them by pairing (W-21.5, JH-03)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.supports import queries_entries
from services.api.kernel.periods import Period


async def funds(db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period) -> Sequence[Row[Any]]:
    """What the supporting school paid: (pairing_id, kind, from_on, to_on, amount in cents, who). One query."""
    return await queries_entries.funds_by_day(db, pairings, period)


async def goods(db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period) -> Sequence[Row[Any]]:
    """What the supporting school handed over, in the same columns, counted in pieces. One query."""
    return await queries_entries.goods_by_day(db, pairings, period)
