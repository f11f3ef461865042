"""Changing goals: each function is one use case in one transaction (E-24, W-16)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.assignments.service_beside import standing
from services.api.features.goals import queries, rules
from services.api.features.goals.models import AssignmentGoal
from services.api.features.goals.rules_kinds import KINDS
from services.api.features.goals.service_read import agreed_sides, detail, facts_of, lacking, row_of, sides_of
from services.api.features.policy_rules import service as policy_rules
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import GoalStatus
from services.contracts.goals import GoalContent, GoalCreate, GoalDetail, GoalPatch, JudgeGoal, ReviseGoal
from services.contracts.pairings import WithReason


async def propose(ctx: Ctx, body: GoalCreate) -> GoalDetail:
    """Propose a goal; the proposer's side has agreed by that (ND-19).

    Raises 404 for an assignment out of scope; 403 unless the caller speaks for a side; 409 `goal.closed`; 422
    `goal.outside`, and once the assignment has begun `goal.reason_missing`.
    """
    task = await _task(ctx, body.assignment_id)
    begun = rules.has_begun(task.start_on, task.arrived_on, ctx.today)
    if begun and not body.reason.strip():
        raise problem_on("reason", "goal.reason_missing")
    made = _new(ctx, task, body, is_late=begun, reason=body.reason)
    ctx.db.add(made)
    return await saved(ctx, made, "propose")


async def _task(ctx: Ctx, assignment_id: UUID) -> Any:
    task = await queries.task_of(ctx.db, ctx.scope, assignment_id)
    if task is None:
        raise Problem("resource.not_found")
    if not sides_of(standing(ctx.principal, task)):
        raise Problem("permission.denied", who=rules.SPEAKERS)
    if task.assignment_status not in rules.OPEN:
        raise Problem("goal.closed", state=task.assignment_status.label)
    return task


def _new(ctx: Ctx, task: Any, body: GoalContent, *, is_late: bool, reason: str) -> AssignmentGoal:
    values = {name: getattr(body, name) for name in GoalContent.model_fields}
    made = AssignmentGoal(
        **{**values, "due_on": _due(ctx, task, body.due_on)}, assignment_id=task.assignment_id,
        county_code=task.home_county_code, other_county_code=task.receiving_county_code, is_late=is_late,
        reason=reason, created_at=ctx.now,
    )  # fmt: skip
    _agree(ctx, made, sides_of(standing(ctx.principal, task)))
    return made


def _due(ctx: Ctx, task: Any, due_on: date | None) -> date:
    """By default the assignment's last day. Raises 422 `goal.outside`."""
    if due_on is not None and not task.start_on <= due_on <= task.end_on:
        days = {name: day_words(getattr(task, name), ctx.today) for name in ("start_on", "end_on")}
        raise problem_on("due_on", "goal.outside", **days)
    end_on: date = task.end_on
    return due_on or end_on


def _agree(ctx: Ctx, goal: AssignmentGoal, sides: frozenset[str]) -> None:
    for side in sides:
        setattr(goal, f"{side}_agreed_at", ctx.now)
        setattr(goal, f"{side}_agreed_by", ctx.principal.id)
    if agreed_sides(goal) == frozenset(rules.SIDES):
        goal.status, goal.agreed_on = GoalStatus.agreed, ctx.today


async def edit(ctx: Ctx, goal_id: UUID, expected: int, body: GoalPatch) -> GoalDetail:
    """Change a proposal; the other side is asked again. Raises 403, 409, 412, 422 as `propose` does."""
    row, goal = await load(ctx, goal_id, expected, "edit")
    require_open(row)
    values = body.model_dump(exclude_unset=True)
    for name, value in values.items():
        if value is not None or name in {"target", "weight"}:
            setattr(goal, name, value)
    goal.due_on = _due(ctx, row, goal.due_on)
    for side in rules.SIDES:
        setattr(goal, f"{side}_agreed_at", None)
        setattr(goal, f"{side}_agreed_by", None)
    _agree(ctx, goal, facts_of(ctx, row).sides)
    return await saved(ctx, goal, "edit")


async def agree(ctx: Ctx, goal_id: UUID, expected: int) -> GoalDetail:
    """The caller's side agrees; with both it holds, and replaces the one it was to replace.

    Raises 409 `goal.already_agreed`, and `goal.closed` when the assignment is over.
    """
    row, goal = await load(ctx, goal_id, expected, "agree")
    require_open(row)
    sides = facts_of(ctx, row).sides
    if not sides - agreed_sides(goal):
        who = "、".join(rules.SIDE_WORDS[side] for side in rules.SIDES if side in sides)
        raise Problem("goal.already_agreed", who=who)
    _agree(ctx, goal, sides)
    if goal.status is GoalStatus.agreed and goal.replaces_id is not None:
        await _replace(ctx, goal.replaces_id)
    return await saved(ctx, goal, "agree")


async def _replace(ctx: Ctx, goal_id: UUID) -> None:
    """The goal that another one takes the place of, unless it was judged or taken back meanwhile."""
    old = await queries.locked_goal(ctx.db, goal_id)
    if old is None or old.status not in {GoalStatus.agreed, GoalStatus.proposed}:
        raise Problem("state.illegal", state=old.status.label if old else "", action="改定")
    old.status = GoalStatus.replaced
    ctx.act(old, "replace")


def require_open(row: Any) -> None:
    """Raises 409 `goal.closed` when the assignment is over."""
    if row.assignment_status not in rules.OPEN:
        raise Problem("goal.closed", state=row.assignment_status.label)


async def revise(ctx: Ctx, goal_id: UUID, expected: int, body: ReviseGoal) -> GoalDetail:
    """Propose another goal in place of an agreed one, with a reason; the old one holds until both sides agree.

    Raises 409 `goal.being_changed` while another change waits.
    """
    row, goal = await load(ctx, goal_id, expected, "revise")
    require_open(row)
    if await queries.change_of(ctx.db, goal_id) is not None:
        raise Problem("goal.being_changed")
    made = _new(ctx, row, body, is_late=goal.is_late, reason=body.reason)
    made.replaces_id = goal_id
    if made.status is GoalStatus.agreed:
        await _replace(ctx, goal_id)
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            return await saved(ctx, made, "revise")
    except IntegrityError as error:
        raise Problem("goal.being_changed") from error


async def judge(ctx: Ctx, goal_id: UUID, expected: int, body: JudgeGoal) -> GoalDetail:
    """Say what was reached (ND-20); it may be said again while better is known.

    Raises 409 `goal.too_early` before the assignment has begun; 422 `goal.achieved_missing`, `goal.met_missing`,
    `goal.judged_outside`.
    """
    row, goal = await load(ctx, goal_id, expected, "judge")
    if not rules.has_begun(row.start_on, row.arrived_on, ctx.today):
        raise Problem("goal.too_early")
    met = rules.is_met(goal.target, body.achieved, said=body.met)
    if met is None:
        field = "met" if goal.target is None else "achieved"
        raise problem_on(field, f"goal.{field}_missing")
    judged_on = body.judged_on or ctx.today
    if not row.start_on <= judged_on <= max(ctx.today, row.start_on):
        days = {"start_on": day_words(row.start_on, ctx.today), "end_on": day_words(ctx.today, ctx.today)}
        raise problem_on("judged_on", "goal.judged_outside", **days)
    goal.achieved, goal.judged_on = body.achieved, judged_on
    goal.status = GoalStatus.met if met else GoalStatus.unmet
    return await saved(ctx, goal, "judge")


async def void(ctx: Ctx, goal_id: UUID, expected: int, body: WithReason) -> GoalDetail:
    """Take a proposal back, or by the deciding office what was agreed; the record stays."""
    _, goal = await load(ctx, goal_id, expected, "void")
    goal.status, goal.closed_reason = GoalStatus.void, body.reason
    return await saved(ctx, goal, "void")


async def load(ctx: Ctx, goal_id: UUID, expected: int, action: str) -> tuple[Any, AssignmentGoal]:
    """The goal beside its assignment, and itself locked. Raises 404, 403, 409 `state.illegal`, 412."""
    row = await row_of(ctx, goal_id)
    goal = await queries.locked_goal(ctx.db, goal_id)
    assert goal is not None, "nothing is deleted"
    rules.GOALS.take(goal.status, action, facts_of(ctx, row))
    check_version(goal, expected)
    return row, goal


async def saved(ctx: Ctx, goal: AssignmentGoal, action: str) -> GoalDetail:
    """The goal as it stands after the action."""
    goal_id = goal.id
    ctx.act(goal, action)
    await ctx.db.flush()
    return await detail(ctx, goal_id)


async def before_step(ctx: Ctx, assignment: Any, action: str) -> None:
    """What the home county checks before somebody arrives, and before an assignment has run its time (ND-19, ND-20).

    Raises 409 `goal.not_agreed`, `goal.not_judged` where the county refuses; a warning is the page's affair.
    """
    kind = KINDS.get(action)
    if kind is None:
        return
    rule = await policy_rules.in_force(ctx.db, kind, assignment.home_county_code, ctx.today)
    if not rule.refuses:
        return
    count = lacking(action, await queries.statuses_of(ctx.db, assignment.id))
    if count:
        code = "goal.not_agreed" if action == "arrive" else "goal.not_judged"
        raise Problem(code, source=f"《{rule.source}》", count=count)
