"""Assignments and teams over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response, status

from services.api.features.assignments import service
from services.api.features.assignments.filters import AssignmentFilter, TeamFilter
from services.api.features.assignments.service_sheet import ASSIGNMENTS, TEAMS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.assignments import (
    ArriveAssignment,
    AssignmentCreate,
    AssignmentDetail,
    AssignmentPatch,
    AssignmentRow,
    EndAssignment,
    ExtendAssignment,
    TeamCreate,
    TeamOut,
)
from services.contracts.base import Page
from services.contracts.pairings import NoBody, WithReason

assignments = strict_router("assignments", "/api/v1/assignments")
teams = strict_router("teams", "/api/v1/teams")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Planner = Annotated[Ctx, needs(Permission.assignment_plan)]
Actor = Annotated[Ctx, needs(Permission.assignment_act)]


@assignments.get("")
async def list_assignments(
    ctx: Reader, page: Paging, asked: Annotated[AssignmentFilter, Depends()]
) -> Page[AssignmentRow]:
    """Assignments in scope, the latest start first."""
    return await service.page(ctx, asked, page)


offer(assignments, ASSIGNMENTS, needs(Permission.assignment_read), AssignmentFilter, service.page)


@assignments.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def plan_assignment(ctx: Planner, body: AssignmentCreate, response: Response) -> AssignmentRow:
    """Plan an assignment; direction and school year follow from the facts."""
    made = await service.plan(ctx, body)
    response.headers["Location"] = f"/api/v1/assignments/{made.id}"
    return made


@assignments.get("/{assignment_id}")
async def get_assignment(ctx: Reader, assignment_id: UUID) -> AssignmentDetail:
    """One assignment with its facts, months and what has happened."""
    return await service.detail(ctx, assignment_id)


@assignments.patch("/{assignment_id}")
async def patch_assignment(
    ctx: Planner, assignment_id: UUID, body: AssignmentPatch, expected: ExpectedVersion
) -> AssignmentRow:
    """Change a plan; the three are asked to confirm again."""
    return await service.edit(ctx, assignment_id, expected, body)


@assignments.post("/{assignment_id}/confirm")
async def confirm_assignment(ctx: Actor, assignment_id: UUID, _: NoBody, expected: ExpectedVersion) -> AssignmentRow:
    """Confirm the caller's own part; the third one makes it 待到岗."""
    return await service.confirm(ctx, assignment_id, expected)


@assignments.post("/{assignment_id}/arrive")
async def arrive(ctx: Actor, assignment_id: UUID, body: ArriveAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """The person has come."""
    return await service.arrive(ctx, assignment_id, expected, body)


@assignments.post("/{assignment_id}/refuse")
async def refuse(ctx: Actor, assignment_id: UUID, body: WithReason, expected: ExpectedVersion) -> AssignmentRow:
    """The person does not go."""
    return await service.refuse(ctx, assignment_id, expected, body)


@assignments.post("/{assignment_id}/extend")
async def extend(ctx: Actor, assignment_id: UUID, body: ExtendAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """A later last day."""
    return await service.extend(ctx, assignment_id, expected, body)


@assignments.post("/{assignment_id}/complete")
async def complete(ctx: Actor, assignment_id: UUID, _: NoBody, expected: ExpectedVersion) -> AssignmentRow:
    """It has run its time."""
    return await service.complete(ctx, assignment_id, expected)


@assignments.post("/{assignment_id}/incomplete")
async def incomplete(ctx: Actor, assignment_id: UUID, body: EndAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """The task was not fulfilled."""
    return await service.incomplete(ctx, assignment_id, expected, body)


@assignments.post("/{assignment_id}/terminate")
async def terminate(ctx: Actor, assignment_id: UUID, body: EndAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """End it before its time."""
    return await service.terminate(ctx, assignment_id, expected, body)


@assignments.post("/{assignment_id}/void")
async def void_assignment(
    ctx: Actor, assignment_id: UUID, body: WithReason, expected: ExpectedVersion
) -> AssignmentRow:
    """It was entered by mistake; the record stays."""
    return await service.void(ctx, assignment_id, expected, body)


@teams.get("")
async def list_teams(ctx: Reader, page: Paging, asked: Annotated[TeamFilter, Depends()]) -> Page[TeamOut]:
    """Teams in scope, the newest first."""
    return await service.teams(ctx, asked, page)


offer(teams, TEAMS, needs(Permission.assignment_read), TeamFilter, service.teams)


@teams.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_team(ctx: Planner, body: TeamCreate, response: Response) -> TeamOut:
    """Make a team of a pairing."""
    made = await service.create_team(ctx, body)
    response.headers["Location"] = f"/api/v1/teams/{made.id}"
    return made


@teams.get("/{team_id}")
async def get_team(ctx: Reader, team_id: UUID) -> TeamOut:
    """One team."""
    return await service.team(ctx, team_id)


router = APIRouter()
router.include_router(assignments)
router.include_router(teams)
