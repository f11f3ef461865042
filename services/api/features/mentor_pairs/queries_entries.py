"""Selects on mentor pairs that other features count or check."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, func, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_pairs.queries import M
from services.api.features.mentor_pairs.rules import OPEN
from services.api.kernel.entries import EntriesAsked
from services.api.kernel.periods import Period
from services.contracts.codes import MentorPairStatus


def running(asked: EntriesAsked) -> Select[Any]:
    """Each pair from its first to its last day, of those that ran in the days asked for; void ones are left out."""
    last = func.coalesce(M.ended_on, M.end_on)
    rows = select(
        M.pairing_id, literal("", String()).label("kind"), M.start_on.label("from_on"), last.label("to_on"),
        literal(1).label("amount"), M.id.label("who"),
    )  # fmt: skip
    return rows.where(*asked.between(M.pairing_id, M.start_on, last), M.status != MentorPairStatus.void)


async def live_under(db: AsyncSession, pairing_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """The open pairs of these pairings: who mentors whom in what, and since when it is recorded."""
    rows = select(M.pairing_id, M.subject, M.mentor_person_id, M.mentee_person_id, M.created_at)
    live: Select[Any] = rows.where(M.pairing_id.in_(pairing_ids), M.status.in_(OPEN))
    found: Sequence[Row[Any]] = (await db.execute(live)).all()
    return found


async def schools_of(db: AsyncSession, pair_id: UUID) -> set[UUID]:
    """The schools of mentor and mentee, none for a pair that is void or not there."""
    mine = select(M.mentor_school_id, M.mentee_school_id).where(M.id == pair_id, M.status != MentorPairStatus.void)
    found = (await db.execute(mine)).one_or_none()
    return set() if found is None else {found.mentor_school_id, found.mentee_school_id}


async def persons_of(db: AsyncSession, pair_id: UUID) -> set[UUID]:
    """Mentor and mentee, none for a pair that is void or not there."""
    mine = select(M.mentor_person_id, M.mentee_person_id).where(M.id == pair_id, M.status != MentorPairStatus.void)
    found = (await db.execute(mine)).one_or_none()
    return set() if found is None else {found.mentor_person_id, found.mentee_person_id}


async def of_mentors(db: AsyncSession, school_id: UUID, period: Period) -> Sequence[Row[Any]]:
    """The pairs of a school's mentors that ran in the period, with what each mentor has written."""
    rows = select(M.id, M.mentor_staff_id, M.summary)
    mine = rows.where(M.mentor_school_id == school_id, M.status != MentorPairStatus.void, M.start_on <= period.end_on)
    return (await db.execute(mine.where(func.coalesce(M.ended_on, M.end_on) >= period.start_on).order_by(M.id))).all()
