"""Selects on the assignments of one person."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments.models import Assignment
from services.api.features.assignments.queries import NEVER_SERVED
from services.api.features.schools import service as schools
from services.contracts.codes import AssignmentStatus

A: Any = Assignment


async def of_person(db: AsyncSession, person_id: UUID) -> Sequence[Any]:
    """Every assignment that was not entered by mistake, the latest start first, with both schools' names."""
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    rows = (
        select(
            A.id, A.mode, A.direction, A.workload, A.start_on, A.end_on, A.status,
            sending.c.name.label("sending_name"), receiving.c.name.label("receiving_name"),
        )
        .join(sending, sending.c.id == A.sending_school_id)
        .join(receiving, receiving.c.id == A.receiving_school_id)
        .where(A.person_id == person_id, A.status != AssignmentStatus.void)
    )  # fmt: skip
    return (await db.execute(rows.order_by(A.start_on.desc(), A.id))).all()


async def rows_of_person(db: AsyncSession, person_id: UUID) -> Sequence[Assignment]:
    """All assignments of a person, void ones too, locked."""
    rows = select(Assignment).where(A.person_id == person_id).order_by(A.id).with_for_update()
    return (await db.scalars(rows)).all()


async def exclusive_periods(db: AsyncSession, person_id: UUID) -> Sequence[Any]:
    """First and last day of every assignment that fills the person's time."""
    rows = select(A.start_on, A.end_on).where(A.person_id == person_id, A.exclusive, A.status.not_in(NEVER_SERVED))
    return (await db.execute(rows)).all()


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Assignments of these employments other than the named ones."""
    rows = select(func.count()).where(A.staff_id.in_(staff_ids), A.id.not_in(but))
    return int(await db.scalar(rows) or 0)
