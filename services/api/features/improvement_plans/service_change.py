"""Changing improvement plans: each function is one use case in one transaction (W-28)."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.improvement_plans import queries, rules
from services.api.features.improvement_plans.models import ImprovementPlan
from services.api.features.improvement_plans.service_read import detail, facts_of
from services.api.features.notices import service as notices
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.periods import school_year_label
from services.api.kernel.problems import Problem, field_problem, problem_on
from services.contracts.codes import NoticeKind
from services.contracts.improvement_plans import (
    CloseImprovementPlan,
    ImprovementPlanCreate,
    ImprovementPlanDetail,
    ImprovementPlanPatch,
)
from services.contracts.pairings import WithReason


async def create(ctx: Ctx, body: ImprovementPlanCreate) -> ImprovementPlanDetail:
    """Begin a plan (W-28.1).

    Raises 404 for a school or pairing out of scope; 403 unless the caller is the school or its county; 409
    `improvement_plan.duplicate`; 422 `improvement_plan.pairing`.
    """
    school = await schools.require(ctx, body.school_id)
    plan = ImprovementPlan(**body.model_dump(), county_code=school.county_code, created_at=ctx.now)
    if not facts_of(ctx.principal, plan, _NOBODY).writes:
        raise Problem("permission.denied", who=rules.WRITERS)
    await _set_pairing(ctx, plan, body.pairing_id)
    await _insert(ctx, plan, school.name)
    return await detail(ctx, plan.id)


class _Nobody:
    supporting_school_id = None
    supporting_county_code = None


_NOBODY = _Nobody()


async def _set_pairing(ctx: Ctx, plan: ImprovementPlan, pairing_id: UUID | None) -> None:
    """Who helps: the supporting school of a pairing in which the plan's school is the recipient."""
    plan.pairing_id, plan.other_county_code = pairing_id, None
    if pairing_id is None:
        return
    found = await queries.pairing_for(ctx.db, ctx.scope, pairing_id)
    if found is None:
        raise Problem("resource.not_found")
    if found.recipient_school_id != plan.school_id or found.status in queries.OVER:
        raise problem_on("pairing_id", "improvement_plan.pairing")
    if found.supporting_county_code != plan.county_code:
        plan.other_county_code = found.supporting_county_code


async def _insert(ctx: Ctx, plan: ImprovementPlan, school: str) -> None:
    """The unique index keeps a school from having two plans of a year when two people begin at once."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(plan)
            ctx.act(plan, "create")
            await ctx.db.flush()
    except IntegrityError as error:
        year = school_year_label(plan.school_year)
        raise problem_on("school_year", "improvement_plan.duplicate", school=school, year=year) from error


async def edit(ctx: Ctx, plan_id: UUID, expected: int, body: ImprovementPlanPatch) -> ImprovementPlanDetail:
    """Change what a draft says. Raises as `create` does, and 412."""
    plan, _ = await load(ctx, plan_id, expected, "edit")
    sent = body.model_dump(exclude_unset=True)
    if "pairing_id" in sent:
        with ctx.db.no_autoflush:
            await _set_pairing(ctx, plan, sent.pop("pairing_id"))
        for step in await queries.milestones(ctx.db, plan_id):
            step.other_county_code = plan.other_county_code
    for name, value in sent.items():
        if value is not None:
            setattr(plan, name, value)
    return await saved(ctx, plan, "edit")


async def submit(ctx: Ctx, plan_id: UUID, expected: int) -> ImprovementPlanDetail:
    """Send it to the county. Raises 422 `improvement_plan.incomplete` with every part that is missing (CG-01)."""
    plan, _ = await load(ctx, plan_id, expected, "submit")
    with ctx.db.no_autoflush:
        missing = rules.missing_parts(plan.goals, plan.measures, await queries.count_of(ctx.db, plan_id))
    if missing:
        errors = [field_problem(name, "improvement_plan.incomplete", text) for name, text in missing.items()]
        raise Problem("improvement_plan.incomplete", errors=errors, parts="、".join(_PARTS[name] for name in missing))
    plan.submitted_on, plan.return_reason = ctx.today, ""
    return await saved(ctx, plan, "submit")


_PARTS = {"goals": "目标和任务", "measures": "主要措施", "milestones": "工作进度"}


async def accept(ctx: Ctx, plan_id: UUID, expected: int) -> ImprovementPlanDetail:
    """The county takes it; from now on progress is recorded."""
    plan, _ = await load(ctx, plan_id, expected, "accept")
    await _tell(ctx, plan, NoticeKind.plan_accepted)
    return await saved(ctx, plan, "accept")


async def send_back(ctx: Ctx, plan_id: UUID, expected: int, body: WithReason) -> ImprovementPlanDetail:
    """The county says what to change; what is done already stays done."""
    plan, _ = await load(ctx, plan_id, expected, "return")
    plan.return_reason = body.reason
    await _tell(ctx, plan, NoticeKind.plan_returned)
    return await saved(ctx, plan, "return")


async def close(ctx: Ctx, plan_id: UUID, expected: int, body: CloseImprovementPlan) -> ImprovementPlanDetail:
    """What the county finds at the end; it counts for both schools (W-28.4)."""
    plan, _ = await load(ctx, plan_id, expected, "close")
    plan.result, plan.conclusion, plan.closed_on = body.result, body.conclusion, ctx.today
    await _tell(ctx, plan, NoticeKind.plan_closed)
    return await saved(ctx, plan, "close")


async def void(ctx: Ctx, plan_id: UUID, expected: int, body: WithReason) -> ImprovementPlanDetail:
    """It is not wanted; the record stays, and the school may begin another one for the year."""
    plan, _ = await load(ctx, plan_id, expected, "void")
    plan.void_reason = body.reason
    return await saved(ctx, plan, "void")


async def _tell(ctx: Ctx, plan: ImprovementPlan, kind: NoticeKind) -> None:
    """A message to the school of the plan; inside `no_autoflush`, so that the plan is written once."""
    with ctx.db.no_autoflush:
        await notices.tell(ctx.db, [notices.Message(plan.school_id, kind, ctx.now, improvement_plan_id=plan.id)])


async def load(
    ctx: Ctx, plan_id: UUID, expected: int | None, action: str
) -> tuple[ImprovementPlan, rules.Facts]:  # fmt: skip
    """The locked plan after the transition. Raises 404, 403, 409 `state.illegal`, 412; `expected` None: any version."""
    found = await queries.locked(ctx.db, ctx.scope, plan_id)
    if found is None:
        raise Problem("resource.not_found")
    plan, supporting = found
    facts = facts_of(ctx.principal, plan, supporting)
    after = rules.TABLE.take(plan.status, action, facts)
    if expected is not None:
        check_version(plan, expected)
    plan.status = after
    return plan, facts


async def saved(ctx: Ctx, plan: ImprovementPlan, action: str) -> ImprovementPlanDetail:
    """Write it, and tell."""
    ctx.act(plan, action)
    await ctx.db.flush()
    return await detail(ctx, plan.id)
