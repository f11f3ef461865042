"""Successions of a later day: planned, shown, cancelled, and done by the worker when their day has come (E-04)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.api.features.schools import queries_planned
from services.api.features.schools.models import PlannedSchool, PlannedSuccession
from services.api.features.schools.rules_succession import PLAN_ACTIONS, PlanFacts, check_seen
from services.api.features.schools.service_plans import facts_of, find, outs
from services.api.features.schools.service_succession import Worked, perform, shown, work_out
from services.api.kernel.clock import SetClock
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.etag import check_version
from services.api.kernel.ids import new_id
from services.api.kernel.problems import Problem
from services.api.kernel.scope import NATION, Principal
from services.api.settings import Settings
from services.contracts.pairings import WithReason
from services.contracts.places import PlannedOut
from services.contracts.school_history import PlannedPreview, SuccessionDone, SuccessionPlan

LONGEST_WHY = 500
UNREADABLE = "这项计划是系统更新以前定的，请取消后重新办"


async def succeed(ctx: Ctx, plan: SuccessionPlan) -> SuccessionDone:
    """Do it, or plan it when its day is after today.

    Raises as `preview` does, 422 for a school without a version; 409 `succession.blocked` while something must be
    settled first, for one of today.
    """
    check_seen(plan)
    worked = await work_out(ctx, plan)
    if plan.on > ctx.today:
        return SuccessionDone(planned=await _plan(ctx, worked))
    return await perform(ctx, worked)


async def _plan(ctx: Ctx, worked: Worked) -> PlannedOut:
    plan, counties = worked.plan, worked.counties
    row = PlannedSuccession(
        county_code=counties[0], other_county_code=counties[1] if len(counties) > 1 else None, kind=plan.kind,
        on=plan.on, reason=plan.reason, plan=plan.model_dump(mode="json"), status_at=ctx.now, created_at=ctx.now,
        planned_by=ctx.principal.id,
    )  # fmt: skip
    ctx.db.add(row)
    ctx.act(row, "plan")
    await ctx.db.flush()
    for school in worked.schools.values():
        ctx.db.add(PlannedSchool(county_code=school.county_code, plan_id=row.id, school_id=school.id))
    await ctx.db.flush()
    return (await outs(ctx, [row]))[0]


async def look_ahead(ctx: Ctx, plan_id: UUID) -> PlannedPreview:
    """What would happen if a plan were done now, or why it could not be. Raises 404; 403, 409 `state.illegal`."""
    row = await find(ctx, plan_id)
    links = await queries_planned.schools_of(ctx.db, [row.id])
    PLAN_ACTIONS.take(row.status, "preview", facts_of(ctx, {each.county_code for each in links[row.id]}))
    try:
        worked = await work_out(ctx, SuccessionPlan.model_validate(row.plan), decided=True)
        return PlannedPreview(preview=await shown(ctx, worked))
    except Problem as problem:
        return PlannedPreview(trouble=why_of(problem))


def why_of(problem: Problem) -> str:
    """What keeps a succession from being done, in words."""
    words = problem.errors[0].detail if problem.errors else problem.detail
    return words[:LONGEST_WHY]


async def cancel(ctx: Ctx, plan_id: UUID, body: WithReason, expected: int) -> PlannedOut:
    """It will not be done. Raises 404, 403, 412; 409 `state.illegal` when it was done or cancelled."""
    row = await find(ctx, plan_id, locked=True)
    links = await queries_planned.schools_of(ctx.db, [row.id])
    facts = facts_of(ctx, {each.county_code for each in links[row.id]})
    status = PLAN_ACTIONS.take(row.status, "cancel", facts)
    check_version(row, expected)
    row.status, row.status_at, row.cancel_reason = status, ctx.now, body.reason
    ctx.act(row, "cancel")
    await ctx.db.flush()
    return (await outs(ctx, [row]))[0]


async def carry_out_due(database: Database, settings: Settings, now: datetime) -> int:
    """Do what is planned for today or an earlier day, each in its own transaction; how many were done.

    What cannot be done stays planned, says why, and is tried again with the next call. Safe to repeat and to kill.
    """
    clock, done = SetClock(now), 0
    async with database.reader() as db:
        found = await queries_planned.due(db, clock.today())
    for plan_id in found:
        try:
            async with database.writer(clock=clock) as db:
                done += await _carry_out(_worker(db, clock, settings), plan_id)
        except (Problem, ValidationError) as error:
            why = why_of(error) if isinstance(error, Problem) else UNREADABLE
            async with database.writer(clock=clock) as db:
                await _hold(_worker(db, clock, settings), plan_id, why)
    return done


def _worker(db: Any, clock: SetClock, settings: Settings) -> Ctx:
    """The worker acts for nobody; the office that planned it was asked then."""
    return Ctx(db, Principal("system", new_id(), None, NATION, frozenset()), clock, settings, "")


async def _carry_out(ctx: Ctx, plan_id: UUID) -> int:
    row = await queries_planned.due_one(ctx.db, plan_id)
    if row is None:
        return 0
    row.status = PLAN_ACTIONS.take(row.status, "carry-out", PlanFacts(decides=False, is_due=True))
    row.status_at, row.held_on, row.held_why = ctx.now, None, ""
    ctx.act(row, "carry-out")
    await perform(ctx, await work_out(ctx, SuccessionPlan.model_validate(row.plan), decided=True))
    return 1


async def _hold(ctx: Ctx, plan_id: UUID, why: str) -> None:
    """Remember why; an hourly try that finds the same leaves no further event."""
    row = await queries_planned.due_one(ctx.db, plan_id)
    if row is None or row.held_why == why:
        return
    row.held_on, row.held_why = row.held_on or ctx.today, why
    ctx.act(row, "hold")
