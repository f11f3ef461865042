"""Selects on meetings that several pairings held together (CI-01): shown under each of them, counted once for each."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.pairings import service as pairings
from services.api.kernel.scope import Scope

A: Any = Activity
J: Any = ActivityPairing
ONE_COUNTY = 6
"""Length of the prefix of one county."""
JOINED = J.removed_on.is_(None)
THERE = and_(JOINED, J.absent_on.is_(None))


def _arms(
    main: Callable[[Any, Any], ColumnElement[bool]], joined: ColumnElement[bool] = JOINED
) -> tuple[Select[Any], Select[Any]]:
    """Ids of activities by a condition on (activity, pairing): through their own pairing, and through one that joined.

    Two selects and no OR, so that each is found by its own indexes.
    """
    own: Any = aliased(Activity)
    pairing, other = pairings.directory().alias("own_pairing"), pairings.directory().alias("joined_pairing")
    first = select(own.id).join(pairing, pairing.c.id == own.pairing_id).where(main(own, pairing.c))
    also: Any = aliased(Activity)
    second = (
        select(also.id)
        .join(ActivityPairing, J.activity_id == also.id)
        .join(other, other.c.id == J.pairing_id)
        .where(joined, main(also, other.c))
    )
    return first, second


def among(main: Callable[[Any, Any], ColumnElement[bool]], *, there: bool = False) -> ColumnElement[bool]:
    """Activities by a condition on their own pairing or one that joined; `there`: and did not say it was absent."""
    found: ColumnElement[bool] = A.id.in_(union_all(*_arms(main, THERE if there else JOINED)))
    return found


def seen(scope: Scope, pairing: Any) -> ColumnElement[bool]:
    """What the scope holds, through either. Wide scopes read nearly everything and look at each row for its joins."""
    who = scope.principal
    if who.is_school or len(who.prefix) >= ONE_COUNTY:
        return among(lambda _activity, of: scope.rows(pairings.parties(of)))
    other = pairings.directory().alias("joined_pairing")
    mine = select(J.id).join(other, other.c.id == J.pairing_id)
    joined = mine.where(J.activity_id == A.id, JOINED, scope.rows(pairings.parties(other.c)))
    return or_(scope.rows(pairings.parties(pairing)), joined.correlate(Activity).exists())


def under(pairing_id: UUID) -> ColumnElement[bool]:
    """The activities of a pairing and those it joined."""
    joined = select(J.activity_id).where(J.pairing_id == pairing_id, JOINED)
    own: Any = aliased(Activity)
    found: ColumnElement[bool] = A.id.in_(union_all(select(own.id).where(own.pairing_id == pairing_id), joined))
    return found


@cache
def _rows() -> Select[Any]:
    pairing = pairings.directory().c
    return pairings.beside(J, pairing.supporting_county_code, pairing.recipient_county_code)


async def of_activities(db: AsyncSession, activity_ids: Collection[UUID]) -> Sequence[Any]:
    """The pairings that joined these meetings, in the order in which they were written down. One query."""
    found: Sequence[Any] = (
        await db.execute(_rows().where(J.activity_id.in_(activity_ids), JOINED).order_by(J.id))
    ).all()  # fmt: skip
    return found


async def locked(db: AsyncSession, activity_id: UUID) -> Sequence[ActivityPairing]:
    """The pairings that joined a meeting, for a change."""
    mine = select(ActivityPairing).where(J.activity_id == activity_id, JOINED).order_by(J.id)
    return (await db.scalars(mine.with_for_update())).all()


async def is_void(db: AsyncSession, activity_id: UUID) -> bool | None:
    """Whether a meeting is void, None when there is none; it is held meanwhile."""
    found = (await db.execute(select(A.voided_at).where(A.id == activity_id).with_for_update(read=True))).one_or_none()
    return None if found is None else found.voided_at is not None


async def count_of(db: AsyncSession, pairing_id: UUID) -> int:
    """How many activities a pairing has had, its own and those it joined; void ones are left out. One query."""
    own = select(func.count()).where(A.pairing_id == pairing_id, A.voided_at.is_(None)).scalar_subquery()
    joined = select(func.count()).select_from(ActivityPairing).join(Activity, A.id == J.activity_id)
    also = joined.where(J.pairing_id == pairing_id, THERE, A.voided_at.is_(None)).scalar_subquery()
    return int(await db.scalar(select(own + also)) or 0)
