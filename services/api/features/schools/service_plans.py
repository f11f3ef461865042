"""Planned successions as they are shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.schools import queries, queries_history, queries_planned
from services.api.features.schools.filters import PlanFilter
from services.api.features.schools.hooks import user_name_hooks
from services.api.features.schools.models import PlannedSuccession, SchoolFormer
from services.api.features.schools.rules import ends_before
from services.api.features.schools.rules_succession import PLAN_ACTIONS, PLAN_WORDS, PlanFacts, deciding
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.history import history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.words import day_words
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import PlanStatus, SuccessionKind
from services.contracts.pairings import TimelineItem
from services.contracts.places import PlannedOut
from services.contracts.school_history import HistoryItem, PlannedDetail

_K = SuccessionKind
PLANNED = "plan"


async def planned(ctx: Ctx, asked: PlanFilter, page: PageAsked) -> Page[PlannedOut]:
    """One page of the plans, the newest first. A fixed number of queries."""
    found = await queries_planned.page(ctx.db, ctx.scope, page, asked)
    return Page(
        items=await outs(ctx, found.rows) if found.rows else [],
        **found.around(),
    )


async def of_school(ctx: Ctx, school_id: UUID) -> list[PlannedOut]:
    """What is planned for a school, the next one first."""
    rows = await queries_planned.of_school(ctx.db, school_id)
    return await outs(ctx, rows) if rows else []


async def one_planned(ctx: Ctx, plan_id: UUID) -> PlannedDetail:
    """A plan, whatever became of it, with who did what. Raises 404."""
    row = await find(ctx, plan_id)
    (shown,) = await outs(ctx, [row])
    moments = await history(ctx.db, [row.id])
    names = await _names(ctx, {each.user_id for each in moments if each.user_id is not None})
    told = [
        TimelineItem(
            at=each.at, action=each.action, text=PLAN_WORDS.get(each.action, each.action),
            who=names.get(each.user_id) if each.user_id is not None else None, bad=each.action == "hold",
        )
        for each in moments
    ]  # fmt: skip
    return PlannedDetail(**shown.model_dump(), timeline=told)


async def _names(ctx: Ctx, user_ids: set[UUID]) -> dict[UUID, str]:
    """Who acted; nothing for systems."""
    if ctx.principal.is_client:
        return {}
    return {key: name for hook in user_name_hooks for key, name in (await hook(ctx.db, user_ids)).items()}


async def told_of_school(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    """What was planned for a school, and what became of it, for its timeline. A fixed number of queries."""
    rows = await queries_planned.of_school(ctx.db, school_id, whatever_became=True)
    plans = {each.id: each for each in await outs(ctx, rows)} if rows else {}
    moments = await history(ctx.db, list(plans)) if plans else []
    latest_hold = {each.entity_id: each.at for each in reversed(moments) if each.action == "hold"}
    return [
        HistoryItem(
            on=each.at.astimezone(SHANGHAI).date(), kind="succession", noun="plans", id=each.entity_id,
            text=f"{PLAN_WORDS[each.action]}：{_from(plan, ctx.today)}{plan.title}", bad=each.action == "hold",
            note=_note(plan, each.action, newest=latest_hold.get(each.entity_id) == each.at),
        )
        for each in moments
        if each.action in PLAN_WORDS
        for plan in (plans[each.entity_id],)
    ]  # fmt: skip


def _from(plan: PlannedOut, today: date) -> str:
    return f"{day_words(plan.on, today)}起，"


def _note(plan: PlannedOut, action: str, *, newest: bool) -> str:
    """Why: the basis of the plan, of its cancelling, or what is in the way now."""
    told = {PLANNED: plan.reason, "cancel": plan.cancel_reason, "hold": plan.held_why if newest else ""}
    return told.get(action, "")


async def outs(ctx: Ctx, rows: Sequence[Any]) -> list[PlannedOut]:
    """Plans as answered, with what the caller may do. Two queries, three when one of them was done."""
    links = await queries_planned.schools_of(ctx.db, [row.id for row in rows])
    ids = {each.school_id for found in links.values() for each in found}
    refs = await queries.refs(ctx.db, ids)
    is_any_done = any(row.status is PlanStatus.done for row in rows)
    formers = await queries_history.formers(ctx.db, ids) if is_any_done else []
    return [_out(ctx, row, links[row.id], _names_then(row, refs, formers)) for row in rows]


def _names_then(row: Any, refs: Mapping[UUID, SchoolRef], formers: Sequence[SchoolFormer]) -> dict[UUID, SchoolRef]:
    """The schools with their names of today, or of the day before a plan that was done."""
    if row.status is not PlanStatus.done:
        return dict(refs)
    until = ends_before(row.on)
    then = {each.school_id: each.name for each in formers if each.end_on >= until}
    return {key: ref.model_copy(update={"name": then.get(key, ref.name)}) for key, ref in refs.items()}


def _out(ctx: Ctx, row: Any, links: Sequence[Any], refs: Mapping[UUID, SchoolRef]) -> PlannedOut:
    schools = [refs[each.school_id] for each in links if str(each.school_id) != _stays(row.plan)]
    to_school = next((refs[each.school_id] for each in links if str(each.school_id) == _stays(row.plan)), None)
    words = ctx.principal.sees_names
    return PlannedOut(
        id=row.id, version=row.version, kind=row.kind, on=row.on, status=row.status, status_at=row.status_at,
        reason=row.reason if words else "", cancel_reason=row.cancel_reason if words else "",
        title=_title(row.kind, schools, to_school, _new_name(row.plan)), schools=schools, to_school=to_school,
        to_name=_new_name(row.plan), held_on=row.held_on, held_why=row.held_why,
        allowed_actions=PLAN_ACTIONS.allowed(row.status, facts_of(ctx, {each.county_code for each in links})),
    )  # fmt: skip


def _title(kind: SuccessionKind, schools: Sequence[SchoolRef], to_school: SchoolRef | None, name: str | None) -> str:
    """What is planned: 青石小学、白云小学并入云坪镇中心小学."""
    names = "、".join(school.name for school in schools)
    other = to_school.name if to_school else ""
    renamed = f"，改名{name}" if name else ""
    words = {
        _K.rename: f"{names}更名为{name}",
        _K.merge: f"{names}并入{other}{renamed}" if other else f"{names}合成{name}",
        _K.division: f"{names}分出{name}",
        _K.close: f"撤销{names}" + (f"，由{other}接收" if other else ""),
        _K.reopen: f"恢复{names}{renamed}",
    }
    return words[kind]


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
