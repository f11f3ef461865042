"""Assignments under pairings as dated entries, for what counts the persons (W-21.5)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import queries_entries
from services.api.kernel.periods import Period

Pairings = Sequence[UUID] | Select[Any]


async def sent(db: AsyncSession, pairings: Pairings, period: Period) -> Sequence[Row[Any]]:
    """Who of the supporting school was there: (pairing_id, kind, from_on, to_on, amount, who). One query."""
    return await queries_entries.in_post(db, pairings, period, towards="recipient")


async def received(db: AsyncSession, pairings: Pairings, period: Period) -> Sequence[Row[Any]]:
    """Who of the recipient school was at the supporting one, in the same columns. One query."""
    return await queries_entries.in_post(db, pairings, period, towards="supporting")
