"""Activities to come: a plan with its dates, moved, cancelled, and recorded by the activity that answers them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.api.features.activities import queries_plans, rules_plans
from services.api.features.activities.filters import PlannedFilter
from services.api.features.activities.models import ActivityPlan, PlannedActivity
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.scope import Permission
from services.api.kernel.words import day_words
from services.contracts.base import Page
from services.contracts.codes import PlannedStatus, PlanRepeat
from services.contracts.joint_work import (
    MOST_DATES,
    ActivityPlanCreate,
    ActivityPlanOut,
    CancelPlan,
    MovePlanned,
    PlannedOut,
)
from services.contracts.pairings import WithReason

SAME = ("id", "version", "plan_id", "pairing_id", "host", "type", "planned_on", "first_on", "activity_id")
PLAN_SAME = ("id", "version", "pairing_id", "host", "type", "repeat", "start_on", "end_on", "weekday", "day", "nth")


def out(ctx: Ctx, row: Any) -> PlannedOut:
    """A date with its plan and both schools as an answer."""
    words, status = ctx.principal.sees_names, _status(ctx, row)
    may = Permission.activity_write in ctx.principal.permissions
    speaks = pairings.speaks_for(ctx.principal, row, row.host)
    return PlannedOut(
        **{name: getattr(row, name) for name in SAME},
        **pairings.both_schools(row),
        topic=row.topic if words else None,
        cancel_reason=row.cancel_reason if words else None,
        status=status,
        allowed_actions=rules_plans.TABLE.allowed(status, speaks) if may else [],
    )


def _status(ctx: Ctx, row: Any) -> PlannedStatus:
    is_cancelled = row.cancelled_on is not None
    recorded = row.activity_id is not None
    return rules_plans.status_of(row.planned_on, recorded=recorded, cancelled=is_cancelled, today=ctx.today)


async def page(ctx: Ctx, asked: PlannedFilter, paging: PageAsked) -> Page[PlannedOut]:
    """One page of the planned dates in the caller's scope, the earliest first."""
    found = await queries_plans.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    return Page(
        items=[out(ctx, row) for row in found.rows],
        **found.around(),
    )


async def one(ctx: Ctx, planned_id: UUID) -> PlannedOut:
    """One date. Raises 404 `resource.not_found`."""
    return out(ctx, await _row(ctx, planned_id))


async def _row(ctx: Ctx, planned_id: UUID) -> Any:
    row = await queries_plans.row(ctx.db, ctx.scope, planned_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def plan(ctx: Ctx, plan_id: UUID) -> ActivityPlanOut:
    """One plan with all its dates. Raises 404 `resource.not_found`."""
    found, rows = await _plan(ctx, plan_id)
    dates = [out(ctx, row) for row in rows]
    cancels = any("cancel" in each.allowed_actions for each in dates)
    return ActivityPlanOut(
        **{name: getattr(found, name) for name in PLAN_SAME},
        topic=found.topic if ctx.principal.sees_names else None,
        allowed_actions=["cancel"] if cancels else [],
        dates=dates,
    )


async def _plan(ctx: Ctx, plan_id: UUID) -> tuple[ActivityPlan, Sequence[Any]]:
    found = await queries_plans.plan(ctx.db, ctx.scope, plan_id)
    if found is None:
        raise Problem("resource.not_found")
    return found, await queries_plans.dates_of(ctx.db, ctx.scope, plan_id)


async def create(ctx: Ctx, body: ActivityPlanCreate) -> ActivityPlanOut:
    """Plan activities: the dates are made at once.

    Raises 422 `period.order` first; 404 for a pairing out of scope, 403 unless the caller speaks for the host, 409
    `activity_plan.pairing_closed`, 422 on what the repeat needs or has not, `activity_plan.outside`,
    `activity_plan.too_long`, `activity_plan.no_date`, `activity_plan.too_many`.
    """
    if body.end_on < body.start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(body.start_on, ctx.today))
    end_on = body.start_on if body.repeat is PlanRepeat.once else body.end_on
    pairing = await pairings.held(ctx, body.pairing_id)
    if not pairings.speaks_for(ctx.principal, pairing, body.host):
        raise Problem("permission.denied", who=rules_plans.HOST)
    if pairing.status not in rules_plans.RUNNING:
        raise Problem("activity_plan.pairing_closed", state=pairing.status.label)
    days = _days(ctx, body, end_on, pairing)
    places = pairings.counties_of(pairing, body.host)
    values = body.model_dump(exclude={"except_on", "end_on"})
    made = ActivityPlan(**values, **places, end_on=end_on, created_at=ctx.now)
    ctx.db.add(made)
    ctx.act(made, "plan")
    await ctx.db.flush()
    for day in days:
        _add_date(ctx, made, day, places)
    await ctx.db.flush()
    return await plan(ctx, made.id)


def _add_date(ctx: Ctx, made: ActivityPlan, day: date, places: dict[str, Any]) -> None:
    planned = PlannedActivity(
        plan_id=made.id, pairing_id=made.pairing_id, planned_on=day, first_on=day, created_at=ctx.now, **places
    )
    ctx.db.add(planned)
    ctx.act(planned, "plan")


def _days(ctx: Ctx, body: ActivityPlanCreate, end_on: date, pairing: Any) -> list[date]:
    for name, text in rules_plans.wrong_fields(body.repeat, body.model_dump()).items():
        raise invalid(name, "activity_plan.repeat", text)
    _check_inside(ctx, "start_on", body.start_on, pairing)
    _check_inside(ctx, "end_on", end_on, pairing)
    if end_on - body.start_on > rules_plans.LONGEST:
        raise invalid("end_on", "activity_plan.too_long", "一次最多安排一年，请把结束日期提前")
    rule = rules_plans.Rule(body.repeat, body.start_on, end_on, body.weekday, body.day, body.nth)
    days = rule.dates(set(body.except_on))
    if not days:
        raise invalid("start_on", "activity_plan.no_date", "这段时间里一次也排不出来，请改日期或重复的方式")
    if len(days) > MOST_DATES:
        raise invalid("end_on", "activity_plan.too_many", f"一次最多排{MOST_DATES}次，请把结束日期提前")
    return days


def _check_inside(ctx: Ctx, field: str, day: date, pairing: Any) -> None:
    """A planned day is not over yet and lies inside the pairing."""
    first = max(ctx.today, pairing.start_on)
    if day < first or (pairing.end_on is not None and day > pairing.end_on):
        last = "以后" if pairing.end_on is None else day_words(pairing.end_on, ctx.today)
        raise problem_on(field, "activity_plan.outside", start_on=day_words(first, ctx.today), end_on=last)


async def cancel_plan(ctx: Ctx, plan_id: UUID, expected: int, body: CancelPlan) -> ActivityPlanOut:
    """Cancel the dates from a day on that are not recorded; those before stay. Raises 404, 403, 412."""
    found, _ = await _plan(ctx, plan_id)
    pairing = await pairings.find(ctx.db, found.pairing_id)
    if not pairings.speaks_for(ctx.principal, pairing, found.host):
        raise Problem("permission.denied", who=rules_plans.HOST)
    check_version(found, expected)
    await _cancel(ctx, await queries_plans.open_from(ctx.db, queries_plans.of_plan(plan_id), body.from_on), body.reason)
    return await plan(ctx, plan_id)


async def _cancel(ctx: Ctx, rows: Sequence[PlannedActivity], reason: str) -> None:
    for row in rows:
        row.cancelled_on, row.cancel_reason = ctx.today, reason
        ctx.act(row, "cancel")
    await ctx.db.flush()


async def move(ctx: Ctx, planned_id: UUID, expected: int, body: MovePlanned) -> PlannedOut:
    """Put it on another day. Raises 422 `activity_plan.outside`."""
    planned, row = await _load(ctx, planned_id, expected, "move")
    _check_inside(ctx, "to_on", body.to_on, await pairings.find(ctx.db, row.pairing_id))
    planned.planned_on = body.to_on
    return await _done(ctx, planned, "move")


async def cancel(ctx: Ctx, planned_id: UUID, expected: int, body: WithReason) -> PlannedOut:
    """It will not be held; the date stays with the reason."""
    planned, _ = await _load(ctx, planned_id, expected, "cancel")
    planned.cancelled_on, planned.cancel_reason = ctx.today, body.reason
    return await _done(ctx, planned, "cancel")


async def restore(ctx: Ctx, planned_id: UUID, expected: int) -> PlannedOut:
    """It will be held after all."""
    planned, _ = await _load(ctx, planned_id, expected, "restore")
    planned.cancelled_on, planned.cancel_reason = None, ""
    return await _done(ctx, planned, "restore")


async def _load(ctx: Ctx, planned_id: UUID, expected: int, action: str) -> tuple[PlannedActivity, Any]:
    """The locked date, and what stands beside it read after the lock. Raises 404, 403, 409 `state.illegal`, 412."""
    await _row(ctx, planned_id)
    planned = await queries_plans.locked(ctx.db, planned_id)
    row = await _row(ctx, planned_id)
    rules_plans.TABLE.take(_status(ctx, row), action, pairings.speaks_for(ctx.principal, row, row.host))
    check_version(planned, expected)
    for name, code in pairings.counties_of(row, row.host).items():
        setattr(planned, name, code)
    return planned, row


async def _done(ctx: Ctx, planned: PlannedActivity, action: str) -> PlannedOut:
    ctx.act(planned, action)
    await ctx.db.flush()
    return await one(ctx, planned.id)


async def pairing_ends(ctx: Ctx, pairing_id: UUID, end_on: date) -> None:
    """A pairing of schools ends: nothing is planned after its last day."""
    rows = await queries_plans.open_from(ctx.db, queries_plans.under(pairing_id), end_on + timedelta(days=1))
    await _cancel(ctx, rows, "两校结对结束，后面的计划一并取消")
