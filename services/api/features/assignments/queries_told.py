"""Selects behind one assignment's page: whose place it takes, what was corrected."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments.models import Assignment, AssignmentCorrection
from services.api.features.assignments.queries import PARTIES
from services.api.features.staff import service as staff
from services.api.kernel.scope import Scope

A: Any = Assignment
C: Any = AssignmentCorrection


async def linked(db: AsyncSession, scope: Scope, row: Any) -> Sequence[Any]:
    """The assignments in scope that it replaces, that replace it, and that it was swapped with, with the names."""
    person = staff.directory()
    known = [each for each in (row.replaces_id, row.swapped_with_id) if each is not None]
    found = (
        select(A.id, A.replaces_id, person.c.name)
        .join(person, person.c.staff_id == A.staff_id)
        .where(or_(A.id.in_(known), A.replaces_id == row.id), scope.rows(PARTIES))
    )
    return (await db.execute(found.order_by(A.start_on, A.id))).all()


async def corrections(db: AsyncSession, assignment_id: UUID) -> Sequence[Any]:
    """Every correction of one assignment, the first one first; the caller has checked the scope."""
    found = select(*C.__table__.c).where(C.assignment_id == assignment_id).order_by(C.corrected_at, C.field)
    return (await db.execute(found)).all()
