"""Activities as dated entries, for what counts them by pairing (W-21.5)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities import queries_entries
from services.api.kernel.periods import Period

Pairings = Sequence[UUID] | Select[Any]


async def times(db: AsyncSession, pairings: Pairings, period: Period) -> Sequence[Row[Any]]:
    """How many activities of each type a day had: (pairing_id, kind, from_on, to_on, amount, who). One query."""
    return await queries_entries.by_day(db, pairings, period, queries_entries.TIMES)


async def person_times(db: AsyncSession, pairings: Pairings, period: Period) -> Sequence[Row[Any]]:
    """How many persons of both sides took part, in the same columns. One query."""
    return await queries_entries.by_day(db, pairings, period, queries_entries.PEOPLE)


async def lessons(db: AsyncSession, pairings: Pairings, period: Period) -> Sequence[Row[Any]]:
    """How many lessons were given, of activities that say so, in the same columns. One query."""
    return await queries_entries.by_day(db, pairings, period, queries_entries.LESSONS)


async def place_of(db: AsyncSession, activity_id: UUID) -> tuple[UUID, date] | None:
    """The pairing and the day of an activity, None for one that is void or not there. One query."""
    return await queries_entries.place_of(db, activity_id)
