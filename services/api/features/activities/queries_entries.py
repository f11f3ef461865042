"""Selects that add activities up by pairing, type and day."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, func, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.models import Activity
from services.api.kernel.periods import Period

A: Any = Activity
TIMES = func.count()
PEOPLE = func.sum(A.supporting_count + A.recipient_count)
LESSONS = func.sum(func.coalesce(A.lessons, 0))


async def by_day(
    db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period, amount: ColumnElement[Any]
) -> Sequence[Row[Any]]:
    """Times, persons of both sides or lessons on each day of the period; void activities are left out."""
    counted = (
        select(
            A.pairing_id, A.type.label("kind"), A.held_on.label("from_on"), A.held_on.label("to_on"),
            amount.label("amount"), literal(None, Uuid()).label("who"),
        )
        .where(
            A.pairing_id.in_(pairings), A.held_on >= period.start_on, A.held_on <= period.end_on, A.voided_at.is_(None)
        )
        .group_by(A.pairing_id, A.type, A.held_on)
    )  # fmt: skip
    return (await db.execute(counted)).all()


async def place_of(db: AsyncSession, activity_id: UUID) -> tuple[UUID, date] | None:
    """The pairing and the day of an activity, None for one that is void or not there."""
    mine = select(A.pairing_id, A.held_on).where(A.id == activity_id, A.voided_at.is_(None))
    found = (await db.execute(mine)).one_or_none()
    return None if found is None else (found.pairing_id, found.held_on)
