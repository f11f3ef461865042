"""Selects that add activities up by pairing, type and day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, case, func, literal, select, union_all
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.activities.queries_joined import THERE
from services.api.kernel.periods import Period
from services.contracts.codes import PairSide

A: Any = Activity
J: Any = ActivityPairing
SHARED = case((J.side == PairSide.supporting, A.recipient_count), else_=A.supporting_count)
"""How many came from the school that a pairing which joined has in common with the meeting's own pairing."""


class Amount(NamedTuple):
    """What is added up, of a pairing's own activities and of the meetings that it joined."""

    own: ColumnElement[Any]
    joined: ColumnElement[Any]


TIMES = Amount(func.count(), func.count())
PEOPLE = Amount(func.sum(A.supporting_count + A.recipient_count), func.sum(SHARED + J.count))
LESSONS = Amount(*[func.sum(func.coalesce(A.lessons, 0))] * 2)


async def by_day(
    db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period, amount: Amount
) -> Sequence[Row[Any]]:
    """Times, persons of both sides or lessons on each day of the period; void activities are left out.

    A meeting counts once for each pairing that held it, and with the people of that pairing's two schools.
    """
    held = (A.held_on >= period.start_on, A.held_on <= period.end_on, A.voided_at.is_(None))
    own = _added(A.pairing_id, amount.own).where(A.pairing_id.in_(pairings), *held)
    joined = _added(J.pairing_id, amount.joined).join(ActivityPairing, and_(J.activity_id == A.id, THERE))
    return (await db.execute(union_all(own, joined.where(J.pairing_id.in_(pairings), *held)))).all()


def _added(pairing_id: Any, amount: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            pairing_id.label("pairing_id"), A.type.label("kind"), A.held_on.label("from_on"),
            A.held_on.label("to_on"), amount.label("amount"), literal(None, Uuid()).label("who"),
        )
        .select_from(Activity)
        .group_by(pairing_id, A.type, A.held_on)
    )  # fmt: skip


async def place_of(db: AsyncSession, activity_id: UUID) -> tuple[UUID, date] | None:
    """The pairing and the day of an activity, None for one that is void or not there."""
    mine = select(A.pairing_id, A.held_on).where(A.id == activity_id, A.voided_at.is_(None))
    found = (await db.execute(mine)).one_or_none()
    return None if found is None else (found.pairing_id, found.held_on)
