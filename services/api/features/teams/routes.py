"""Teams over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.teams import service
from services.api.features.teams.filters import NumbersFilter, TeamFilter
from services.api.features.teams.service_sheet import TEAM_NUMBERS, TEAMS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import NoBody, WithReason
from services.contracts.teams import (
    TeamCreate,
    TeamDetail,
    TeamLeader,
    TeamMembers,
    TeamNumbersPage,
    TeamOut,
    TeamPatch,
)

router = strict_router("teams", "/api/v1/teams")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Planner = Annotated[Ctx, needs(Permission.assignment_plan)]
Actor = Annotated[Ctx, needs(Permission.assignment_act)]


@router.get("")
async def list_teams(ctx: Reader, page: Paging, asked: Annotated[TeamFilter, Depends()]) -> Page[TeamOut]:
    """Teams in scope, the newest first."""
    return await service.page(ctx, asked, page)


offer(router, TEAMS, needs(Permission.assignment_read), TeamFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_team(ctx: Planner, body: TeamCreate, response: Response) -> TeamDetail:
    """Make a team of a pairing; the one of the other direction in the same batch becomes its mirror."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/teams/{made.id}"
    return made


@router.get("/numbers")
async def list_team_numbers(ctx: Reader, page: Paging, asked: Annotated[NumbersFilter, Depends()]) -> TeamNumbersPage:
    """Both directions of each pairing and batch of a school year (F-58); the sums (S-08) with `count`."""
    return await service.numbers(ctx, asked, page)


offer(router, TEAM_NUMBERS, needs(Permission.assignment_read), NumbersFilter, service.numbers, path="/numbers")


@router.get("/{team_id}")
async def get_team(ctx: Reader, team_id: UUID) -> TeamDetail:
    """One team beside the one of the other direction, with what the rules say."""
    return await service.detail(ctx, team_id)


@router.patch("/{team_id}")
async def patch_team(ctx: Planner, team_id: UUID, body: TeamPatch, expected: ExpectedVersion) -> TeamDetail:
    """What it is called, and its batch."""
    return await service.edit(ctx, team_id, expected, body)


@router.post("/{team_id}/add-members")
async def add_team_members(ctx: Planner, team_id: UUID, body: TeamMembers, expected: ExpectedVersion) -> TeamDetail:
    """Put assignments into the team."""
    return await service.add_members(ctx, team_id, expected, body)


@router.post("/{team_id}/remove-members")
async def remove_team_members(ctx: Planner, team_id: UUID, body: TeamMembers, expected: ExpectedVersion) -> TeamDetail:
    """Take assignments out of the team."""
    return await service.remove_members(ctx, team_id, expected, body)


@router.post("/{team_id}/set-leader")
async def set_team_leader(ctx: Actor, team_id: UUID, body: TeamLeader, expected: ExpectedVersion) -> TeamDetail:
    """Who leads."""
    return await service.set_leader(ctx, team_id, expected, body)


@router.post("/{team_id}/confirm")
async def confirm_team(ctx: Planner, team_id: UUID, _: NoBody, expected: ExpectedVersion) -> TeamDetail:
    """The office has looked at it."""
    return await service.confirm(ctx, team_id, expected)


@router.post("/{team_id}/start")
async def start_team(ctx: Actor, team_id: UUID, _: NoBody, expected: ExpectedVersion) -> TeamDetail:
    """They have come."""
    return await service.start(ctx, team_id, expected)


@router.post("/{team_id}/complete")
async def complete_team(ctx: Actor, team_id: UUID, _: NoBody, expected: ExpectedVersion) -> TeamDetail:
    """They are back."""
    return await service.complete(ctx, team_id, expected)


@router.post("/{team_id}/void")
async def void_team(ctx: Planner, team_id: UUID, body: WithReason, expected: ExpectedVersion) -> TeamDetail:
    """It should not have been made; the record stays."""
    return await service.void(ctx, team_id, expected, body)
