"""Planned successions as they are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.schools import queries, queries_planned
from services.api.features.schools.models import PlannedSuccession
from services.api.features.schools.rules_succession import PLAN_ACTIONS, PlanFacts, deciding
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem
from services.contracts.base import Page
from services.contracts.places import PlannedOut


async def planned(ctx: Ctx, page: PageAsked, *, held: bool) -> Page[PlannedOut]:
    """One page of the plans that stand, the newest first. Three queries, four with a count."""
    found = await queries_planned.page(ctx.db, ctx.scope, page, held=held)
    return Page(
        items=await outs(ctx, found.rows),
        next_cursor=found.next_cursor,
        prev_cursor=found.prev_cursor,
        count=found.count,
        as_of_position=await head_position(ctx.db),
    )


async def of_school(ctx: Ctx, school_id: UUID) -> list[PlannedOut]:
    """What is planned for a school, the next one first."""
    rows = await queries_planned.of_school(ctx.db, school_id)
    return await outs(ctx, rows) if rows else []


async def one_planned(ctx: Ctx, plan_id: UUID) -> PlannedOut:
    """A plan, whatever became of it. Raises 404."""
    return (await outs(ctx, [await find(ctx, plan_id)]))[0]


async def outs(ctx: Ctx, rows: Sequence[Any]) -> list[PlannedOut]:
    """Plans as answered, with what the caller may do. Two queries."""
    links = await queries_planned.schools_of(ctx.db, [row.id for row in rows])
    refs = await queries.refs(ctx.db, {each.school_id for found in links.values() for each in found})
    counties = {plan_id: {each.county_code for each in found} for plan_id, found in links.items()}
    return [
        PlannedOut(
            id=row.id, version=row.version, kind=row.kind, on=row.on, status=row.status,
            reason=row.reason if ctx.principal.sees_names else "",
            schools=[refs[each.school_id] for each in links[row.id] if str(each.school_id) != _stays(row.plan)],
            to_school=next((ref for ref in refs.values() if str(ref.id) == _stays(row.plan)), None),
            to_name=_new_name(row.plan), held_on=row.held_on, held_why=row.held_why,
            allowed_actions=PLAN_ACTIONS.allowed(row.status, facts_of(ctx, counties[row.id])),
        )
        for row in rows
    ]  # fmt: skip


def _stays(plan: dict[str, Any]) -> str:
    return str(plan.get("to_school_id") or "")


def _new_name(plan: dict[str, Any]) -> str | None:
    made = [str(each["name"]) for each in plan.get("new_schools", [])]
    return plan.get("new_name") or (made[0] if made else None)


def facts_of(ctx: Ctx, counties: set[str]) -> PlanFacts:
    """What decides on the caller's transitions of a plan of schools of these counties."""
    who = ctx.principal
    decides = bool(counties) and who.role in deciding(counties) and all(who.covers(each) for each in counties)
    return PlanFacts(decides=decides, is_due=False)


async def find(ctx: Ctx, plan_id: UUID, *, locked: bool = False) -> PlannedSuccession:
    """A plan in scope. Raises 404."""
    row = await queries_planned.one(ctx.db, ctx.scope, plan_id, locked=locked)
    if row is None:
        raise Problem("resource.not_found")
    return row
