"""Selects on teams."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.teams.filters import TeamFilter
from services.api.features.teams.models import Team
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope
from services.contracts.codes import AssignmentStatus

T: Any = Team
NEVER_SERVED = (AssignmentStatus.refused, AssignmentStatus.void)


@cache
def _teams() -> tuple[Select[Any], Any]:
    pairing = pairings.directory()
    served = assignments.directory()
    counted = select(func.count()).where(served.c.team_id == T.id, served.c.status.not_in(NEVER_SERVED)).correlate(Team)
    statement = select(*T.__table__.c, counted.scalar_subquery().label("member_count")).join_from(
        Team, pairing, pairing.c.id == T.pairing_id
    )
    return statement, pairing.c


async def page(db: AsyncSession, scope: Scope, asked: TeamFilter, paging: PageAsked) -> Rows:
    """One page of the teams in scope, the newest first."""
    statement, pairing = _teams()
    statement = statement.where(scope.rows(pairings.parties(pairing)))
    if asked.pairing_id:
        statement = statement.where(T.pairing_id == asked.pairing_id)
    if asked.school_year:
        statement = statement.where(T.school_year == asked.school_year)
    return await page_of(db, statement, paging, [(T.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, team_id: UUID) -> Any:
    """One team in scope."""
    statement, pairing = _teams()
    return (await db.execute(statement.where(T.id == team_id, scope.rows(pairings.parties(pairing))))).one_or_none()


async def pairing_of(db: AsyncSession, team_id: UUID) -> UUID | None:
    """The pairing of a team of any scope."""
    found: UUID | None = await db.scalar(select(T.pairing_id).where(T.id == team_id))
    return found
