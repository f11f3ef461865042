"""The schedule of an improvement plan: its steps, and what came of them (W-28.1, W-28.3)."""

from datetime import date
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.improvement_plans import queries, rules
from services.api.features.improvement_plans.models import ImprovementMilestone, ImprovementPlan
from services.api.features.improvement_plans.service_change import load
from services.api.features.improvement_plans.service_read import KIND, detail, file_owner
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.periods import school_year_label
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import MilestoneState
from services.contracts.improvement_plans import (
    MOST_MILESTONES,
    ImprovementPlanDetail,
    MilestoneCreate,
    MilestoneDone,
    MilestonePatch,
)


async def add(ctx: Ctx, plan_id: UUID, body: MilestoneCreate) -> ImprovementPlanDetail:
    """Add a step to a draft. Raises 422 `improvement_plan.outside`, `improvement_plan.too_many`."""
    plan, _ = await load(ctx, plan_id, None, "edit")
    _check_in_year(plan, "due_on", body.due_on)
    if await queries.count_of(ctx.db, plan_id) >= MOST_MILESTONES:
        raise problem_on("what", "improvement_plan.too_many", most=MOST_MILESTONES)
    step = ImprovementMilestone(
        **body.model_dump(), plan_id=plan.id, county_code=plan.county_code, other_county_code=plan.other_county_code,
        created_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(step)
    return await _saved(ctx, step, "add")


async def edit(
    ctx: Ctx, plan_id: UUID, milestone_id: UUID, expected: int, body: MilestonePatch
) -> ImprovementPlanDetail:
    """Change a step of a draft."""
    plan, _ = await load(ctx, plan_id, None, "edit")
    step = await _step(ctx, plan, milestone_id, expected)
    for name, value in body.model_dump(exclude_unset=True).items():
        if value is not None or name == "guidance":
            setattr(step, name, value)
    _check_in_year(plan, "due_on", step.due_on)
    return await _saved(ctx, step, "edit")


async def void(ctx: Ctx, plan_id: UUID, milestone_id: UUID, expected: int) -> ImprovementPlanDetail:
    """Take a step out of a draft; the record stays."""
    plan, _ = await load(ctx, plan_id, None, "edit")
    step = await _step(ctx, plan, milestone_id, expected)
    step.voided_at = ctx.now
    return await _saved(ctx, step, "void")


async def done(
    ctx: Ctx, plan_id: UUID, milestone_id: UUID, expected: int, body: MilestoneDone
) -> ImprovementPlanDetail:
    """A step is done, or was done otherwise than noted; the first one makes the plan a running one.

    Raises 403 for a step of another side; 422 `improvement_plan.outside`, `improvement_plan.not_yet`,
    `file.not_waiting`.
    """
    plan, step = await _progress(ctx, plan_id, milestone_id, expected)
    _check_in_year(plan, "done_on", body.done_on)
    if body.done_on > ctx.today:
        raise problem_on("done_on", "improvement_plan.not_yet", today=day_words(ctx.today, ctx.today))
    step.done_on, step.note = body.done_on, body.note
    await files.attach(ctx, body.file_ids, KIND, file_owner(step))
    return await _saved(ctx, step, "done")


async def reopen(ctx: Ctx, plan_id: UUID, milestone_id: UUID, expected: int) -> ImprovementPlanDetail:
    """It was noted by mistake; the note stays. Raises 409 when it is not done."""
    _, step = await _progress(ctx, plan_id, milestone_id, expected)
    if step.done_on is None:
        raise Problem("state.illegal", state=MilestoneState.planned.label, action="改回没完成")
    step.done_on = None
    return await _saved(ctx, step, "reopen")


async def _progress(
    ctx: Ctx, plan_id: UUID, milestone_id: UUID, expected: int
) -> tuple[ImprovementPlan, ImprovementMilestone]:
    plan, facts = await load(ctx, plan_id, None, "progress")
    ctx.act(plan, "progress")
    step = await _step(ctx, plan, milestone_id, expected)
    if not facts.does_of(step.side):
        raise Problem("permission.denied", who=rules.DOERS)
    return plan, step


async def _step(ctx: Ctx, plan: ImprovementPlan, milestone_id: UUID, expected: int) -> ImprovementMilestone:
    step = await queries.milestone(ctx.db, plan.id, milestone_id, locked=True)
    if step is None:
        raise Problem("resource.not_found")
    check_version(step, expected)
    return step


async def _saved(ctx: Ctx, step: ImprovementMilestone, action: str) -> ImprovementPlanDetail:
    ctx.act(step, action)
    await ctx.db.flush()
    return await detail(ctx, step.plan_id)


def _check_in_year(plan: ImprovementPlan, field: str, day: date) -> None:
    if not rules.in_year(plan.school_year, day):
        raise problem_on(field, "improvement_plan.outside", year=school_year_label(plan.school_year))
