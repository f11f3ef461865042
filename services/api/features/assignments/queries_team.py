"""Selects of assignments for the teams."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments.models import Assignment
from services.api.features.assignments.queries import PARTIES
from services.api.kernel.scope import Scope

A: Any = Assignment


async def locked(db: AsyncSession, scope: Scope, assignment_ids: Sequence[UUID]) -> Sequence[Assignment]:
    """These assignments in scope, locked in the order of their ids."""
    found = select(Assignment).where(A.id.in_(assignment_ids), scope.rows(PARTIES)).order_by(A.id)
    return (await db.scalars(found.with_for_update())).all()


async def of_team(db: AsyncSession, team_id: UUID) -> Sequence[Assignment]:
    """The assignments of a team, locked in the order of their ids."""
    found = select(Assignment).where(A.team_id == team_id).order_by(A.id)
    return (await db.scalars(found.with_for_update())).all()
