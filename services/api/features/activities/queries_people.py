"""Selects on those who took part in activities."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.models import ActivityPresence
from services.api.features.staff import service as staff
from services.contracts.codes import PairSide

N: Any = ActivityPresence
MOST = 1_000


async def known(db: AsyncSession, activity: Any, *, all_of_schools: bool) -> Sequence[Any]:
    """Those present by spelling, with their side; and who was in service at the two schools, whose side is None."""
    person = staff.directory()
    there = and_(N.staff_id == person.c.staff_id, N.activity_id == activity.id)
    rows = select(person.c.staff_id, person.c.name, person.c.subject, person.c.school_id, N.side)
    rows = rows.join_from(person, ActivityPresence, there, isouter=True)
    if all_of_schools:
        in_service = or_(person.c.ended_on.is_(None), person.c.ended_on >= activity.held_on)
        at_school = person.c.school_id.in_([activity.supporting_school_id, activity.recipient_school_id])
        rows = rows.where(or_(N.id.is_not(None), and_(at_school, in_service)))
    else:
        rows = rows.where(N.id.is_not(None))
    return (await db.execute(rows.order_by(person.c.pinyin, person.c.staff_id).limit(MOST))).all()


async def present(db: AsyncSession, activity_id: UUID) -> dict[UUID, PairSide]:
    """Employment → side."""
    rows = await db.execute(select(N.staff_id, N.side).where(N.activity_id == activity_id))
    return {row.staff_id: row.side for row in rows}


async def schools_of(db: AsyncSession, staff_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Employment → school, of those that there are."""
    if not staff_ids:
        return {}
    person = staff.directory()
    found = select(person.c.staff_id, person.c.school_id).where(person.c.staff_id.in_(staff_ids))
    return {row.staff_id: row.school_id for row in await db.execute(found)}


async def forget(db: AsyncSession, activity_id: UUID) -> None:
    """Take all names out; the new ones follow in the same transaction, and the activity's event tells of it."""
    await db.execute(delete(ActivityPresence).where(N.activity_id == activity_id))
