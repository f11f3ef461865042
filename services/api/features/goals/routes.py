"""Goals and personal plans over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response, status

from services.api.features.goals import service
from services.api.features.goals.filters import GoalFilter, PlanFilter
from services.api.features.goals.service_sheet import GOALS, PLANS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.goals import (
    AssignmentGoals,
    GoalCreate,
    GoalDetail,
    GoalPatch,
    GoalRow,
    JudgeGoal,
    PersonalPlanCreate,
    PersonalPlanDetail,
    PersonalPlanPatch,
    PersonalPlanRow,
    PlanTemplates,
    ProgressGoal,
    ReviseGoal,
)
from services.contracts.pairings import NoBody, WithReason

goals = strict_router("assignment-goals", "/api/v1/assignment-goals")
plans = strict_router("personal-plans", "/api/v1/personal-plans")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Writer = Annotated[Ctx, needs(Permission.goal_write)]


@goals.get("")
async def list_assignment_goals(ctx: Reader, page: Paging, asked: Annotated[GoalFilter, Depends()]) -> Page[GoalRow]:
    """Goals of the assignments in scope, the newest first."""
    return await service.page(ctx, asked, page)


offer(goals, GOALS, needs(Permission.assignment_read), GoalFilter, service.page)


@goals.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def propose_goal(ctx: Writer, body: GoalCreate, response: Response) -> GoalDetail:
    """Propose a goal of an assignment."""
    made = await service.propose(ctx, body)
    response.headers["Location"] = f"/api/v1/assignment-goals/{made.id}"
    return made


@goals.get("/of/{assignment_id}")
async def get_goals_of_assignment(ctx: Reader, assignment_id: UUID) -> AssignmentGoals:
    """All of one assignment: goals, personal plans, the checks in force, and what may be begun."""
    return await service.of_assignment(ctx, assignment_id)


@goals.get("/{assignment_goal_id}")
async def get_assignment_goal(ctx: Reader, assignment_goal_id: UUID) -> GoalDetail:
    """One goal with both sides' agreement and its history."""
    return await service.detail(ctx, assignment_goal_id)


@goals.patch("/{assignment_goal_id}")
async def patch_assignment_goal(
    ctx: Writer, assignment_goal_id: UUID, body: GoalPatch, expected: ExpectedVersion
) -> GoalDetail:
    """Change a proposal; the other side is asked again."""
    return await service.edit(ctx, assignment_goal_id, expected, body)


@goals.post("/{assignment_goal_id}/agree")
async def agree_to_goal(ctx: Writer, assignment_goal_id: UUID, _: NoBody, expected: ExpectedVersion) -> GoalDetail:
    """Agree for the caller's side; with both sides it holds."""
    return await service.agree(ctx, assignment_goal_id, expected)


@goals.post("/{assignment_goal_id}/revise")
async def revise_goal(ctx: Writer, assignment_goal_id: UUID, body: ReviseGoal, expected: ExpectedVersion) -> GoalDetail:
    """Propose another goal in place of an agreed one."""
    return await service.revise(ctx, assignment_goal_id, expected, body)


@goals.post("/{assignment_goal_id}/progress")
async def note_goal_progress(
    ctx: Writer, assignment_goal_id: UUID, body: ProgressGoal, expected: ExpectedVersion
) -> GoalDetail:  # fmt: skip
    """Say how it comes along."""
    return await service.progress(ctx, assignment_goal_id, expected, body)


@goals.post("/{assignment_goal_id}/judge")
async def judge_goal(ctx: Writer, assignment_goal_id: UUID, body: JudgeGoal, expected: ExpectedVersion) -> GoalDetail:
    """Say what was reached."""
    return await service.judge(ctx, assignment_goal_id, expected, body)


@goals.post("/{assignment_goal_id}/void")
async def void_goal(ctx: Writer, assignment_goal_id: UUID, body: WithReason, expected: ExpectedVersion) -> GoalDetail:
    """Take it back; the record stays."""
    return await service.void(ctx, assignment_goal_id, expected, body)


@plans.get("")
async def list_personal_plans(
    ctx: Reader, page: Paging, asked: Annotated[PlanFilter, Depends()]
) -> Page[PersonalPlanRow]:
    """Personal plans of the assignments in scope, the latest school year first."""
    return await service.plans(ctx, asked, page)


offer(plans, PLANS, needs(Permission.assignment_read), PlanFilter, service.plans)


@plans.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_personal_plan(ctx: Writer, body: PersonalPlanCreate, response: Response) -> PersonalPlanDetail:
    """Begin the plan of an assignment for a school year."""
    made = await service.create_plan(ctx, body)
    response.headers["Location"] = f"/api/v1/personal-plans/{made.id}"
    return made


@plans.get("/templates")
async def list_plan_templates(_: Reader) -> PlanTemplates:
    """What the plans of real exchanged teachers promised, to begin from."""
    return service.plan_templates()


@plans.get("/{personal_plan_id}")
async def get_personal_plan(ctx: Reader, personal_plan_id: UUID) -> PersonalPlanDetail:
    """One plan with its history."""
    return await service.plan(ctx, personal_plan_id)


@plans.patch("/{personal_plan_id}")
async def patch_personal_plan(
    ctx: Writer, personal_plan_id: UUID, body: PersonalPlanPatch, expected: ExpectedVersion
) -> PersonalPlanDetail:
    """Save what is typed."""
    return await service.edit_plan(ctx, personal_plan_id, expected, body)


@plans.post("/{personal_plan_id}/submit")
async def submit_personal_plan(
    ctx: Writer, personal_plan_id: UUID, _: NoBody, expected: ExpectedVersion
) -> PersonalPlanDetail:
    """Hand it in to the receiving school."""
    return await service.submit_plan(ctx, personal_plan_id, expected)


@plans.post("/{personal_plan_id}/return")
async def return_personal_plan(
    ctx: Writer, personal_plan_id: UUID, body: WithReason, expected: ExpectedVersion
) -> PersonalPlanDetail:
    """Give it back to be put right."""
    return await service.return_plan(ctx, personal_plan_id, expected, body)


@plans.post("/{personal_plan_id}/accept")
async def accept_personal_plan(
    ctx: Writer, personal_plan_id: UUID, _: NoBody, expected: ExpectedVersion
) -> PersonalPlanDetail:
    """The receiving school agrees to it."""
    return await service.accept_plan(ctx, personal_plan_id, expected)


router = APIRouter()
router.include_router(goals)
router.include_router(plans)
