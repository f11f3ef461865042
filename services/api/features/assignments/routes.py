"""Assignments over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.assignments import service
from services.api.features.assignments.filters import AssignmentFilter
from services.api.features.assignments.service_sheet import ASSIGNMENTS
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
    CorrectFacts,
    EndAssignment,
    ExtendAssignment,
    RelieveAssignment,
    ReplaceAssignment,
    SwapAssignment,
)
from services.contracts.base import Page
from services.contracts.pairings import NoBody, WithReason

router = strict_router("assignments", "/api/v1/assignments")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Planner = Annotated[Ctx, needs(Permission.assignment_plan)]
Actor = Annotated[Ctx, needs(Permission.assignment_act)]


@router.get("")
async def list_assignments(
    ctx: Reader, page: Paging, asked: Annotated[AssignmentFilter, Depends()]
) -> Page[AssignmentRow]:
    """Assignments in scope, the latest start first."""
    return await service.page(ctx, asked, page)


offer(router, ASSIGNMENTS, needs(Permission.assignment_read), AssignmentFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def plan_assignment(ctx: Planner, body: AssignmentCreate, response: Response) -> AssignmentRow:
    """Plan an assignment; direction and school year follow from the facts."""
    made = await service.plan(ctx, body)
    response.headers["Location"] = f"/api/v1/assignments/{made.id}"
    return made


@router.get("/{assignment_id}")
async def get_assignment(ctx: Reader, assignment_id: UUID) -> AssignmentDetail:
    """One assignment with its facts, months and what has happened."""
    return await service.detail(ctx, assignment_id)


@router.patch("/{assignment_id}")
async def patch_assignment(
    ctx: Planner, assignment_id: UUID, body: AssignmentPatch, expected: ExpectedVersion
) -> AssignmentRow:
    """Change a plan; the three are asked to confirm again."""
    return await service.edit(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/confirm")
async def confirm_assignment(ctx: Actor, assignment_id: UUID, _: NoBody, expected: ExpectedVersion) -> AssignmentRow:
    """Confirm the caller's own part; the third one makes it 待到岗."""
    return await service.confirm(ctx, assignment_id, expected)


@router.post("/{assignment_id}/arrive")
async def arrive(ctx: Actor, assignment_id: UUID, body: ArriveAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """The person has come."""
    return await service.arrive(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/refuse")
async def refuse(ctx: Actor, assignment_id: UUID, body: WithReason, expected: ExpectedVersion) -> AssignmentRow:
    """The person does not go."""
    return await service.refuse(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/extend")
async def extend(ctx: Actor, assignment_id: UUID, body: ExtendAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """A later last day."""
    return await service.extend(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/complete")
async def complete(ctx: Actor, assignment_id: UUID, _: NoBody, expected: ExpectedVersion) -> AssignmentRow:
    """It has run its time."""
    return await service.complete(ctx, assignment_id, expected)


@router.post("/{assignment_id}/incomplete")
async def incomplete(ctx: Actor, assignment_id: UUID, body: EndAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """The task was not fulfilled."""
    return await service.incomplete(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/terminate")
async def terminate(ctx: Actor, assignment_id: UUID, body: EndAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """End it before its time."""
    return await service.terminate(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/void")
async def void_assignment(
    ctx: Actor, assignment_id: UUID, body: WithReason, expected: ExpectedVersion
) -> AssignmentRow:
    """It was entered by mistake; the record stays."""
    return await service.void(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/swap")
async def swap(ctx: Actor, assignment_id: UUID, body: SwapAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """Exchange it with another planned one; all parties are asked to confirm both again."""
    return await service.swap(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/substitute")
async def substitute(
    ctx: Actor, assignment_id: UUID, body: ReplaceAssignment, expected: ExpectedVersion
) -> AssignmentRow:
    """Before the start somebody else of the school is sent; the answer is the new assignment."""
    return await service.replace(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/relieve")
async def relieve(ctx: Actor, assignment_id: UUID, body: RelieveAssignment, expected: ExpectedVersion) -> AssignmentRow:
    """While it runs somebody else of the school goes on from a day; the answer is the new assignment."""
    return await service.relieve(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/correct-facts")
async def correct_facts(
    ctx: Actor, assignment_id: UUID, body: CorrectFacts, expected: ExpectedVersion
) -> AssignmentRow:
    """Put frozen facts right that were wrong from the start."""
    return await service.correct_facts(ctx, assignment_id, expected, body)
