"""Mentor pairs as dated entries, for what counts them by pairing (W-21.5), and their schools for what names them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_pairs import queries_entries
from services.api.kernel.entries import EntriesAsked
from services.api.kernel.periods import Period


def running(asked: EntriesAsked) -> Select[Any]:
    """The pairs that ran in the days asked for; `who` is the pair."""
    return queries_entries.running(asked)


async def live_under(db: AsyncSession, pairing_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """The pairs of these pairings that have not ended: (pairing_id, subject, mentor_person_id, mentee_person_id,
    created_at). One query."""
    return await queries_entries.live_under(db, pairing_ids)


async def schools_of(db: AsyncSession, pair_id: UUID) -> set[UUID]:
    """The schools of mentor and mentee, none for a pair that is void or not there. One query."""
    return await queries_entries.schools_of(db, pair_id)


async def persons_of(db: AsyncSession, pair_id: UUID) -> set[UUID]:
    """Mentor and mentee, none for a pair that is void or not there. One query."""
    return await queries_entries.persons_of(db, pair_id)


async def of_mentors(db: AsyncSession, school_id: UUID, period: Period) -> Sequence[Row[Any]]:
    """The pairs of a school's mentors that ran in the period: (id, mentor_staff_id, summary). One query."""
    return await queries_entries.of_mentors(db, school_id, period)
