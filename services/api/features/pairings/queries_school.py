"""Selects of the pairings of one school."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings.models import Pairing
from services.api.features.pairings.queries import CLOSED, P
from services.api.features.schools import service as schools


def _of(school_id: UUID) -> Any:
    place = schools.directory()
    other = case((P.supporting_school_id == school_id, P.recipient_school_id), else_=P.supporting_school_id)
    mine = or_(P.supporting_school_id == school_id, P.recipient_school_id == school_id)
    return select(Pairing, place.c.name).join(place, place.c.id == other).where(mine)


async def open_of(db: AsyncSession, school_id: UUID, *, locked: bool = False) -> list[tuple[Pairing, str]]:
    """Pairings of a school that have not ended, with the partner's name, the oldest first."""
    rows = _of(school_id).where(P.status.not_in(CLOSED)).order_by(P.id)
    found = await db.execute(rows.with_for_update(of=Pairing) if locked else rows)
    return [(row[0], row[1]) for row in found]


async def all_of(db: AsyncSession, school_id: UUID) -> list[tuple[Pairing, str]]:
    """All pairings of a school, with the partner's name."""
    return [(row[0], row[1]) for row in await db.execute(_of(school_id).order_by(P.start_on.desc(), P.id))]


async def partners_of(db: AsyncSession, school_ids: Collection[UUID]) -> set[tuple[str, object]]:
    """(own side, partner) of the open pairings of these schools."""
    columns = select(P.supporting_school_id, P.recipient_school_id).where(P.status.not_in(CLOSED))
    either = or_(P.supporting_school_id.in_(school_ids), P.recipient_school_id.in_(school_ids))
    found: set[tuple[str, object]] = set()
    for supporting, recipient in await db.execute(columns.where(either)):
        if supporting in school_ids:
            found.add(("supporting", recipient))
        if recipient in school_ids:
            found.add(("recipient", supporting))
    return found
