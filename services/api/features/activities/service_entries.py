"""Activities as dated entries, for what counts them by pairing (W-21.5)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities import queries_entries
from services.api.kernel.entries import EntriesAsked


def times(asked: EntriesAsked) -> CompoundSelect[Any]:
    """How many activities of each type a day had."""
    return queries_entries.by_day(asked, queries_entries.TIMES)


def person_times(asked: EntriesAsked) -> CompoundSelect[Any]:
    """How many persons of both sides took part."""
    return queries_entries.by_day(asked, queries_entries.PEOPLE)


def lessons(asked: EntriesAsked) -> CompoundSelect[Any]:
    """How many lessons were given, of activities that say so."""
    return queries_entries.by_day(asked, queries_entries.LESSONS)


async def place_of(db: AsyncSession, activity_id: UUID) -> tuple[UUID, date] | None:
    """The pairing and the day of an activity, None for one that is void or not there. One query."""
    return await queries_entries.place_of(db, activity_id)
