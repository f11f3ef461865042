"""Selects of what was agreed about assignments, and when."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments.models import AssignmentExtension

E: Any = AssignmentExtension


async def extensions_of(db: AsyncSession, assignment_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """(assignment_id, from_end_on, to_end_on, extended_at) of these, the first one first. None asked, no query."""
    if not assignment_ids:
        return ()
    found = select(E.assignment_id, E.from_end_on, E.to_end_on, E.extended_at).where(
        E.assignment_id.in_(assignment_ids)
    )
    return (await db.execute(found.order_by(E.extended_at, E.id))).all()
