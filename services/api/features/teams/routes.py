"""Teams over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.teams import service
from services.api.features.teams.filters import TeamFilter
from services.api.features.teams.service_sheet import TEAMS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.teams import TeamCreate, TeamOut

router = strict_router("teams", "/api/v1/teams")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Planner = Annotated[Ctx, needs(Permission.assignment_plan)]


@router.get("")
async def list_teams(ctx: Reader, page: Paging, asked: Annotated[TeamFilter, Depends()]) -> Page[TeamOut]:
    """Teams in scope, the newest first."""
    return await service.page(ctx, asked, page)


offer(router, TEAMS, needs(Permission.assignment_read), TeamFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_team(ctx: Planner, body: TeamCreate, response: Response) -> TeamOut:
    """Make a team of a pairing."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/teams/{made.id}"
    return made


@router.get("/{team_id}")
async def get_team(ctx: Reader, team_id: UUID) -> TeamOut:
    """One team."""
    return await service.detail(ctx, team_id)
