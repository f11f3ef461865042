"""Improvement plans over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.improvement_plans import service
from services.api.features.improvement_plans.filters import ImprovementFilter, WithoutPlanFilter
from services.api.features.improvement_plans.service_sheet import IMPROVEMENT_PLANS, SCHOOLS_WITHOUT_PLAN
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.improvement_plans import (
    CloseImprovementPlan,
    ImprovementPlanCreate,
    ImprovementPlanDetail,
    ImprovementPlanPatch,
    ImprovementPlanRow,
    MilestoneCreate,
    MilestoneDetail,
    MilestoneDone,
    MilestonePatch,
    SchoolWithoutPlan,
)
from services.contracts.pairings import WithReason

router = strict_router("improvement-plans", "/api/v1/improvement-plans")
Reader = Annotated[Ctx, needs(Permission.improvement_plan_read)]
Writer = Annotated[Ctx, needs(Permission.improvement_plan_write)]


@router.get("")
async def list_improvement_plans(
    ctx: Reader, page: Paging, asked: Annotated[ImprovementFilter, Depends()]
) -> Page[ImprovementPlanRow]:
    """Plans of the schools in scope and of those they help, the latest school year first."""
    return await service.page(ctx, asked, page)


offer(router, IMPROVEMENT_PLANS, needs(Permission.improvement_plan_read), ImprovementFilter, service.page)


@router.get("/missing")
async def list_schools_without_plan(
    ctx: Reader, page: Paging, asked: Annotated[WithoutPlanFilter, Depends()]
) -> Page[SchoolWithoutPlan]:
    """Schools flagged weak today that have no plan for a school year, by code."""
    return await service.without_plan(ctx, asked, page)


offer(
    router, SCHOOLS_WITHOUT_PLAN, needs(Permission.improvement_plan_read), WithoutPlanFilter, service.without_plan,
    path="/missing",
)  # fmt: skip


@router.get("/milestones/{milestone_id}")
async def get_milestone(ctx: Reader, milestone_id: UUID) -> MilestoneDetail:
    """One step of a schedule with the school and the year of its plan."""
    return await service.milestone(ctx, milestone_id)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_improvement_plan(
    ctx: Writer, body: ImprovementPlanCreate, response: Response
) -> ImprovementPlanDetail:
    """Begin the plan of a school for a school year; the school itself, or its county."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/improvement-plans/{made.id}"
    return made


@router.get("/{improvement_plan_id}")
async def get_improvement_plan(ctx: Reader, improvement_plan_id: UUID) -> ImprovementPlanDetail:
    """One plan with its schedule and history."""
    return await service.detail(ctx, improvement_plan_id)


@router.patch("/{improvement_plan_id}")
async def patch_improvement_plan(
    ctx: Writer, improvement_plan_id: UUID, body: ImprovementPlanPatch, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """Change a draft."""
    return await service.edit(ctx, improvement_plan_id, expected, body)


@router.post("/{improvement_plan_id}/submit")
async def submit_improvement_plan(
    ctx: Writer, improvement_plan_id: UUID, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """Send it to the county; goals, measures and schedule must be there."""
    return await service.submit(ctx, improvement_plan_id, expected)


@router.post("/{improvement_plan_id}/accept")
async def accept_improvement_plan(
    ctx: Writer, improvement_plan_id: UUID, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """The county takes it; from now on progress is recorded."""
    return await service.accept(ctx, improvement_plan_id, expected)


@router.post("/{improvement_plan_id}/return")
async def return_improvement_plan(
    ctx: Writer, improvement_plan_id: UUID, body: WithReason, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """The county says what to change; what is done stays done."""
    return await service.send_back(ctx, improvement_plan_id, expected, body)


@router.post("/{improvement_plan_id}/close")
async def close_improvement_plan(
    ctx: Writer, improvement_plan_id: UUID, body: CloseImprovementPlan, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """What the county finds at the end, for both schools."""
    return await service.close(ctx, improvement_plan_id, expected, body)


@router.post("/{improvement_plan_id}/void")
async def void_improvement_plan(
    ctx: Writer, improvement_plan_id: UUID, body: WithReason, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """It is not wanted; the record stays."""
    return await service.void(ctx, improvement_plan_id, expected, body)


@router.post("/{improvement_plan_id}/milestones", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def add_milestone(ctx: Writer, improvement_plan_id: UUID, body: MilestoneCreate) -> ImprovementPlanDetail:
    """Add a step to the schedule of a draft."""
    return await service.milestones.add(ctx, improvement_plan_id, body)


@router.patch("/{improvement_plan_id}/milestones/{milestone_id}")
async def patch_milestone(
    ctx: Writer, improvement_plan_id: UUID, milestone_id: UUID, body: MilestonePatch, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """Change a step of a draft; `If-Match` carries the step's version."""
    return await service.milestones.edit(ctx, improvement_plan_id, milestone_id, expected, body)


@router.post("/{improvement_plan_id}/milestones/{milestone_id}/void")
async def void_milestone(
    ctx: Writer, improvement_plan_id: UUID, milestone_id: UUID, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """Take a step out of a draft."""
    return await service.milestones.void(ctx, improvement_plan_id, milestone_id, expected)


@router.post("/{improvement_plan_id}/milestones/{milestone_id}/done")
async def do_milestone(
    ctx: Writer, improvement_plan_id: UUID, milestone_id: UUID, body: MilestoneDone, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """A step is done; again to put right what was noted."""
    return await service.milestones.done(ctx, improvement_plan_id, milestone_id, expected, body)


@router.post("/{improvement_plan_id}/milestones/{milestone_id}/reopen")
async def reopen_milestone(
    ctx: Writer, improvement_plan_id: UUID, milestone_id: UUID, expected: ExpectedVersion
) -> ImprovementPlanDetail:
    """It was noted by mistake."""
    return await service.milestones.reopen(ctx, improvement_plan_id, milestone_id, expected)
