"""Reading goals: pages, one with its history, and all that one assignment has."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.assignments.service_beside import Standing, assigned, standing
from services.api.features.goals import queries, rules
from services.api.features.goals.filters import GoalFilter
from services.api.features.goals.models import GoalProgress
from services.api.features.goals.rules_kinds import KINDS
from services.api.features.goals.service_plans import may_begin, plan_row
from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.codes import GoalStatus
from services.contracts.goals import AssignmentGoals, GoalCheck, GoalDetail, GoalProgressOut, GoalRow, GoalSide

_PLAIN = ("id", "version", "status", "target", "due_on", "weight", "is_key_task", "is_late", "agreed_on", "achieved",
          "judged_on", "replaces_id", "standing", "standing_on")  # fmt: skip
_TYPED = ("description", "measure", "unit")


def sides_of(own: Standing) -> frozenset[str]:
    """For whom the caller speaks: the home office for the sending school, the teacher like the receiving one."""
    sending = own.sends or own.home_office or own.decides
    receiving = own.receives or own.is_self or (own.receiving_office and not own.home_office)
    return frozenset(side for side, is_so in zip(rules.SIDES, (sending, receiving), strict=True) if is_so)


def facts_of(ctx: Ctx, row: Any) -> rules.Facts:
    """What the caller is to a goal told beside its assignment."""
    own = standing(ctx.principal, row)
    return rules.Facts(
        sides=sides_of(own),
        open=row.assignment_status in rules.OPEN,
        agreed=row.status is not GoalStatus.proposed,
        decides=own.decides,
        judges=(own.receives or own.receiving_office or own.decides) and row.assignment_status not in rules.NEVER,
    )


def agreed_sides(goal: Any) -> frozenset[str]:
    """The sides that have agreed to a goal."""
    return frozenset(side for side in rules.SIDES if getattr(goal, f"{side}_agreed_at") is not None)


def _fields(ctx: Ctx, row: Any, changing: Collection[UUID] = ()) -> dict[str, Any]:
    texts = not ctx.principal.is_client
    may = texts and Permission.goal_write in ctx.principal.permissions
    begun = rules.has_begun(row.start_on, row.arrived_on, ctx.today)
    state = {"begun": begun, "changing": row.id in changing}
    return {
        **assigned(ctx.principal, row),
        **{name: getattr(row, name) for name in _PLAIN},
        **{name: getattr(row, name) if texts else None for name in _TYPED},
        "allowed_actions": rules.allowed(row.status, facts_of(ctx, row), agreed_sides(row), **state) if may else [],
    }


async def page(ctx: Ctx, asked: GoalFilter, paging: PageAsked) -> Page[GoalRow]:
    """One page of the goals in the caller's scope, the newest first."""
    found = await queries.goals(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=[GoalRow(**_fields(ctx, row)) for row in found.rows],
        **found.around(),
    )


async def row_of(ctx: Ctx, goal_id: UUID) -> Any:
    """A goal in scope beside its assignment. Raises 404 `resource.not_found`."""
    row = await queries.goal(ctx.db, ctx.scope, goal_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def detail(ctx: Ctx, goal_id: UUID) -> GoalDetail:
    """One goal with both sides' agreement and its history. Raises 404 `resource.not_found`."""
    row = await row_of(ctx, goal_id)
    told = [
        Told(m.at, m.action, rules.goal_text(m.action, m.became), m.user_id, m.action == "void")
        for m in await history(ctx.db, [goal_id])
    ]
    changing = await queries.change_of(ctx.db, goal_id)
    said = await queries.progress_of(ctx.db, [goal_id])
    shown = _detail(ctx, row, Beside(await _names(ctx, [row], said), said), [goal_id] if changing else [])
    return shown.model_copy(update={"timeline": await pairings.timeline(ctx, told)})


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside goals: the names of users, and how goals came along."""

    names: Mapping[UUID, str]
    said: Sequence[GoalProgress]


async def _names(ctx: Ctx, rows: Collection[Any], said: Collection[GoalProgress]) -> Mapping[UUID, str]:
    ids = {getattr(row, f"{side}_agreed_by") for row in rows for side in rules.SIDES} - {None}
    ids |= {each.noted_by for each in said}
    return {} if ctx.principal.is_client else await accounts.names(ctx.db, ids)


def _detail(ctx: Ctx, row: Any, beside: Beside, changing: Collection[UUID]) -> GoalDetail:
    texts = not ctx.principal.is_client
    sides = [
        GoalSide(
            side=side,
            agreed_at=getattr(row, f"{side}_agreed_at"),
            agreed_by=beside.names.get(getattr(row, f"{side}_agreed_by")),
        )
        for side in rules.SIDES
    ]
    return GoalDetail(
        **_fields(ctx, row, changing), sides=sides, progress=_progress(ctx, row.id, beside),
        reason=row.reason if texts else None, closed_reason=row.closed_reason if texts else None,
    )  # fmt: skip


def _progress(ctx: Ctx, goal_id: UUID, beside: Beside) -> list[GoalProgressOut]:
    words = ctx.principal.reads_words
    return [
        GoalProgressOut(
            noted_on=each.noted_on, noted_at=each.noted_at, speaker=each.speaker, standing=each.standing,
            words=each.words if words else None, noted_by=beside.names.get(each.noted_by) if words else None,
        )
        for each in beside.said
        if each.goal_id == goal_id
    ]  # fmt: skip


async def of_assignment(ctx: Ctx, assignment_id: UUID) -> AssignmentGoals:
    """Goals, plans and checks of one assignment. Raises 404 `resource.not_found`."""
    task = await queries.task_of(ctx.db, ctx.scope, assignment_id)
    if task is None:
        raise Problem("resource.not_found")
    rows = await queries.goals_of(ctx.db, assignment_id)
    changing = {row.replaces_id for row in rows if row.status is GoalStatus.proposed} - {None}
    said = await queries.progress_of(ctx.db, [row.id for row in rows])
    around = Beside(await _names(ctx, rows, said), said)
    plans = await queries.plans_of(ctx.db, assignment_id)
    statuses = [row.status for row in rows]
    return AssignmentGoals(
        assignment_id=assignment_id,
        goals=[_detail(ctx, row, around, changing) for row in rows],
        plans=[plan_row(ctx, row) for row in plans],
        checks=await _checks(ctx, task.home_county_code, statuses),
        unmet=statuses.count(GoalStatus.unmet),
        begun=rules.has_begun(task.start_on, task.arrived_on, ctx.today),
        allowed_actions=_begins(ctx, task, {row.school_year for row in plans}),
    )


async def _checks(ctx: Ctx, county_code: str, statuses: Collection[GoalStatus]) -> list[GoalCheck]:
    found = await policy_rules.in_force_all(ctx.db, list(KINDS.values()), county_code, ctx.today)
    return [
        GoalCheck(
            step=step, effect=found[kind.key].effect, source=found[kind.key].source, lacking=lacking(step, statuses)
        )
        for step, kind in KINDS.items()
    ]


def lacking(step: str, statuses: Collection[GoalStatus]) -> int:
    """How many goals a step lacks: one that is agreed to arrive, none that is not judged to complete."""
    if step == "complete":
        return rules.unjudged(statuses)
    return 0 if any(status in rules.LIVE for status in statuses) else 1


def _begins(ctx: Ctx, task: Any, planned: Collection[int]) -> list[str]:
    who = ctx.principal
    own = standing(who, task)
    if Permission.goal_write not in who.permissions:
        return []
    proposes = ["propose"] if sides_of(own) and task.assignment_status in rules.OPEN else []
    return [*proposes, "plan"] if may_begin(ctx, task, planned) else proposes
