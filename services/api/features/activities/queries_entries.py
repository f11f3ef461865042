"""Selects that add activities up by pairing, type and day."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, Uuid, and_, case, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.activities.queries_joined import THERE
from services.api.kernel.entries import EntriesAsked
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


def by_day(asked: EntriesAsked, amount: Amount) -> CompoundSelect[Any]:
    """Times, persons of both sides or lessons on each day asked for; void activities are left out.

    A meeting counts once for each pairing that held it, and with the people of that pairing's two schools.
    """
    joined = _added(asked, J.pairing_id, amount.joined).join(ActivityPairing, and_(J.activity_id == A.id, THERE))
    return union_all(_added(asked, A.pairing_id, amount.own), joined)


def _added(asked: EntriesAsked, pairing_id: Any, amount: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            pairing_id.label("pairing_id"), A.type.label("kind"), A.held_on.label("from_on"),
            A.held_on.label("to_on"), amount.label("amount"), literal(None, Uuid()).label("who"),
        )
        .select_from(Activity)
        .where(*asked.between(pairing_id, A.held_on, A.held_on), A.voided_at.is_(None))
        .group_by(pairing_id, A.type, A.held_on)
    )  # fmt: skip


async def place_of(db: AsyncSession, activity_id: UUID) -> tuple[UUID, date] | None:
    """The pairing and the day of an activity, None for one that is void or not there."""
    mine = select(A.pairing_id, A.held_on).where(A.id == activity_id, A.voided_at.is_(None))
    found = (await db.execute(mine)).one_or_none()
    return None if found is None else (found.pairing_id, found.held_on)
