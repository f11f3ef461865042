"""Selects of the assignments of one school."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments.models import Assignment
from services.api.features.assignments.queries import NEVER_SERVED, OPEN, SERVING, A, all_rows
from services.api.features.staff import service as staff

MOST = 400


async def open_of(
    db: AsyncSession, school_id: UUID, staff_ids: Collection[UUID] | None, *, locked: bool = False
) -> list[tuple[Assignment, str]]:
    """Open assignments from or to a school, or those of some of its employments, with the person's name."""
    person = staff.directory()
    rows = select(Assignment, person.c.name).join(person, person.c.staff_id == A.staff_id).where(A.status.in_(OPEN))
    if staff_ids is None:
        rows = rows.where(or_(A.sending_school_id == school_id, A.receiving_school_id == school_id))
    else:
        rows = rows.where(A.sending_school_id == school_id, A.staff_id.in_(staff_ids))
    rows = rows.order_by(A.id)
    found = await db.execute(rows.with_for_update(of=Assignment) if locked else rows)
    return [(row[0], row[1]) for row in found]


async def sent_for(db: AsyncSession, row: Any) -> int:
    """How many the sending school of an assignment has in its form of exchange and school year, this one too."""
    same = (
        A.sending_school_id == row.sending_school_id, A.school_year == row.school_year, A.mode == row.mode,
        A.status.not_in(NEVER_SERVED),
    )  # fmt: skip
    return int(await db.scalar(select(func.count()).where(*same)) or 0)


async def history_of(db: AsyncSession, school_id: UUID) -> list[Any]:
    """The latest assignments from or to a school that began, with names, the latest start first."""
    mine = or_(A.sending_school_id == school_id, A.receiving_school_id == school_id)
    rows = all_rows().where(mine, A.status.in_(SERVING)).order_by(A.start_on.desc(), A.id).limit(MOST)
    return list(await db.execute(rows))
