"""Personal plans: the teacher writes, hands in, the receiving school agrees (F-48, LQ-23)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.assignments.service_beside import assigned, standing
from services.api.features.goals import queries, rules
from services.api.features.goals.filters import PlanFilter
from services.api.features.goals.models import PersonalPlan
from services.api.features.goals.plan_templates import templates
from services.api.features.pairings import service as pairings
from services.api.kernel import papers
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period, school_year_label
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.codes import PersonalPlanStatus
from services.contracts.goals import (
    PersonalPlanCreate,
    PersonalPlanDetail,
    PersonalPlanPatch,
    PersonalPlanRow,
    PlanContent,
    PlanTemplates,
)
from services.contracts.pairings import WithReason

_PLAIN = ("id", "version", "school_year", "status", "submitted_on", "accepted_on")
_TYPED = tuple(PlanContent.model_fields)


def plan_facts(ctx: Ctx, row: Any) -> rules.PlanFacts:
    """What the caller is to a plan told beside its assignment."""
    own = standing(ctx.principal, row)
    return rules.PlanFacts(writes=own.is_self or own.sends, accepts=own.receives or own.receiving_office or own.decides)


def may_begin(ctx: Ctx, task: Any, planned: Collection[int]) -> bool:
    """Whether the caller may begin the plan of an assignment for the present school year."""
    own = standing(ctx.principal, task)
    year = rules.present_year(Period(task.start_on, task.end_on), ctx.today)
    return (own.is_self or own.sends) and task.assignment_status in rules.PLANNING and year not in planned


def _fields(ctx: Ctx, row: Any) -> dict[str, Any]:
    facts = plan_facts(ctx, row)
    reads = ctx.principal.reads_words and (row.status is not PersonalPlanStatus.draft or facts.writes)
    may = Permission.goal_write in ctx.principal.permissions and row.assignment_status not in rules.NEVER
    return {
        **assigned(ctx.principal, row),
        **{name: getattr(row, name) for name in _PLAIN},
        **{name: getattr(row, name) if reads else None for name in _TYPED},
        "missing": papers.missing(row, rules.NEEDED) if reads else [],
        "allowed_actions": rules.PLANS.allowed(row.status, facts) if may else [],
    }


def plan_row(ctx: Ctx, row: Any) -> PersonalPlanRow:
    """A plan as it stands in lists."""
    return PersonalPlanRow(**_fields(ctx, row))


async def plans(ctx: Ctx, asked: PlanFilter, paging: PageAsked) -> Page[PersonalPlanRow]:
    """One page of the plans in the caller's scope, the latest school year first."""
    found = await queries.plans(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=[plan_row(ctx, row) for row in found.rows],
        **found.around(),
    )


async def plan(ctx: Ctx, plan_id: UUID) -> PersonalPlanDetail:
    """One plan with its history. Raises 404 `resource.not_found`."""
    row = await _row(ctx, plan_id)
    told = [
        Told(m.at, m.action, rules.plan_text(m.action), m.user_id, m.action == "return")
        for m in await history(ctx.db, [plan_id])
    ]
    reason = row.return_reason if ctx.principal.reads_words else None
    timeline = await pairings.timeline(ctx, told)
    return PersonalPlanDetail(**_fields(ctx, row), return_reason=reason, timeline=timeline)


async def _row(ctx: Ctx, plan_id: UUID) -> Any:
    row = await queries.plan(ctx.db, ctx.scope, plan_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


def plan_templates() -> PlanTemplates:
    """What real plans promised, to begin from."""
    return PlanTemplates(items=list(templates().values()))


async def create_plan(ctx: Ctx, body: PersonalPlanCreate) -> PersonalPlanDetail:
    """Begin a plan (LQ-23).

    Raises 404 for an assignment out of scope; 403 unless the caller writes it; 409 `plan.closed`, `plan.exists`; 422
    `plan.outside`.
    """
    task = await queries.task_of(ctx.db, ctx.scope, body.assignment_id)
    if task is None:
        raise Problem("resource.not_found")
    if not plan_facts(ctx, task).writes:
        raise Problem("permission.denied", who=rules.WRITERS)
    if task.assignment_status not in rules.PLANNING:
        raise Problem("plan.closed", state=task.assignment_status.label)
    period = Period(task.start_on, task.end_on)
    year = body.school_year if body.school_year is not None else rules.present_year(period, ctx.today)
    if not rules.in_year(period, year):
        raise problem_on("school_year", "plan.outside", year=school_year_label(year))
    made = PersonalPlan(
        **body.model_dump(exclude={"school_year"}), school_year=year, county_code=task.home_county_code,
        other_county_code=task.receiving_county_code, created_at=ctx.now,
    )  # fmt: skip
    plan_id = made.id
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            ctx.act(made, "create")
            await ctx.db.flush()
    except IntegrityError as error:
        raise problem_on("school_year", "plan.exists", year=school_year_label(year)) from error
    return await plan(ctx, plan_id)


async def edit_plan(ctx: Ctx, plan_id: UUID, expected: int, body: PersonalPlanPatch) -> PersonalPlanDetail:
    """Save what is typed. Raises 403, 409 `state.illegal` once it is handed in, 412."""
    found = await _load(ctx, plan_id, expected, "edit")
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(found, name, value)
    return await _saved(ctx, found, "edit")


async def submit_plan(ctx: Ctx, plan_id: UUID, expected: int) -> PersonalPlanDetail:
    """Hand it in to the school. Raises 422 `plan.incomplete` with each field that is still empty."""
    found = await _load(ctx, plan_id, expected, "submit")
    papers.require_filled(found, rules.NEEDED, "plan.incomplete")
    found.submitted_on, found.accepted_on, found.return_reason = ctx.today, None, ""
    return await _saved(ctx, found, "submit")


async def return_plan(ctx: Ctx, plan_id: UUID, expected: int, body: WithReason) -> PersonalPlanDetail:
    """Give it back to be put right, an accepted one too."""
    found = await _load(ctx, plan_id, expected, "return")
    found.accepted_on, found.return_reason = None, body.reason
    return await _saved(ctx, found, "return")


async def accept_plan(ctx: Ctx, plan_id: UUID, expected: int) -> PersonalPlanDetail:
    """The receiving school agrees."""
    found = await _load(ctx, plan_id, expected, "accept")
    found.accepted_on = ctx.today
    return await _saved(ctx, found, "accept")


async def _load(ctx: Ctx, plan_id: UUID, expected: int, action: str) -> PersonalPlan:
    """The plan, locked, in the state after the action. Raises 409 `plan.closed` when its assignment never was."""
    row = await _row(ctx, plan_id)
    found = await queries.locked_plan(ctx.db, plan_id)
    assert found is not None, "nothing is deleted"
    if row.assignment_status in rules.NEVER:
        raise Problem("plan.closed", state=row.assignment_status.label)
    papers.take(rules.PLANS, found, action, plan_facts(ctx, row), expected)
    return found


async def _saved(ctx: Ctx, found: PersonalPlan, action: str) -> PersonalPlanDetail:
    plan_id = found.id
    await papers.save(ctx, found, action)
    return await plan(ctx, plan_id)
