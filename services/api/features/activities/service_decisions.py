"""Decisions of joint meetings: taken by the host of the meeting, carried out by the responsible side (F-28)."""

from typing import Any
from uuid import UUID

from services.api.features.activities import queries, queries_decisions, queries_joined, rules_decisions
from services.api.features.activities.filters import DecisionFilter
from services.api.features.activities.models import Decision
from services.api.features.activities.service_read import writes
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.scope import Permission, Principal
from services.api.kernel.words import day_words
from services.contracts.base import Page
from services.contracts.codes import PairSide
from services.contracts.joint_work import CarryOutDecision, DecisionCreate, DecisionOut, DecisionPatch
from services.contracts.pairings import WithReason

TYPED = ("text", "person", "note")
SAME = ("id", "version", "activity_id", "pairing_id", "met_on", "responsible", "due_on", "status", "done_on")


def _facts(principal: Principal, row: Any, responsible: Any) -> rules_decisions.Facts:
    return rules_decisions.Facts(
        hosts=writes(principal, row.host_school_id, row.host_county_code),
        responsible=any(pairings.speaks_for(principal, row, side) for side in rules_decisions.SIDES_OF[responsible]),
    )


def _out(ctx: Ctx, row: Any) -> DecisionOut:
    may = Permission.activity_write in ctx.principal.permissions and row.voided_at is None
    facts = _facts(ctx.principal, row, row.responsible)
    return DecisionOut(
        **{name: getattr(row, name) for name in SAME},
        **{name: getattr(row, name) if ctx.principal.sees_names else None for name in TYPED},
        **pairings.both_schools(row),
        allowed_actions=rules_decisions.TABLE.allowed(row.status, facts) if may else [],
        overdue=rules_decisions.is_overdue(row.status, row.due_on, ctx.today),
    )


async def page(ctx: Ctx, asked: DecisionFilter, paging: PageAsked) -> Page[DecisionOut]:
    """One page of the decisions in the caller's scope, the earliest last day first."""
    found = await queries_decisions.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    return Page(
        items=[_out(ctx, row) for row in found.rows],
        **found.around(),
    )


async def one(ctx: Ctx, decision_id: UUID) -> DecisionOut:
    """One decision. Raises 404 `resource.not_found`."""
    return _out(ctx, await _row(ctx, decision_id))


async def _row(ctx: Ctx, decision_id: UUID) -> Any:
    row = await queries_decisions.row(ctx.db, ctx.scope, decision_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def decide(ctx: Ctx, body: DecisionCreate) -> DecisionOut:
    """Note what a meeting decided.

    Raises 404 for an activity out of scope, 403 unless the caller keeps its minutes, 409 `state.illegal` on a void one,
    422 `decision.no_meeting`, `decision.before_meeting`, `decision.not_joined`.
    """
    meeting = await queries.row(ctx.db, ctx.scope, body.activity_id)
    if meeting is None:
        raise Problem("resource.not_found")
    if not writes(ctx.principal, meeting.host_school_id, meeting.county_code):
        raise Problem("permission.denied", who=rules_decisions.HOST)
    if meeting.voided_at is not None:
        raise Problem("state.illegal", state="已作废", action="记会议定的事")
    if meeting.type not in rules_decisions.MEETINGS:
        raise invalid("activity_id", "decision.no_meeting", "只有联席会议和经验交流会记会议决定")
    _check_due(ctx, body.due_on, meeting.held_on)
    pairing = await _pairing_of(ctx, meeting, body.pairing_id)
    decision = Decision(
        **body.model_dump(exclude={"pairing_id"}),
        **pairings.counties_of(pairing, PairSide.supporting),
        pairing_id=pairing.pairing_id,
        created_at=ctx.now,
    )
    ctx.db.add(decision)
    return await _done(ctx, decision, "decide")


async def _pairing_of(ctx: Ctx, meeting: Any, pairing_id: UUID | None) -> Any:
    """The meeting's own pairing, or one that joined it. Raises 422 `decision.not_joined`."""
    if pairing_id in (None, meeting.pairing_id):
        return meeting
    joined = await queries_joined.of_activities(ctx.db, [meeting.id])
    found = next((row for row in joined if row.pairing_id == pairing_id), None)
    if found is None:
        raise problem_on("pairing_id", "decision.not_joined")
    return found


async def edit(ctx: Ctx, decision_id: UUID, expected: int, body: DecisionPatch) -> DecisionOut:
    """Put right what was typed, while it is open."""
    decision, row = await _load(ctx, decision_id, expected, "edit")
    for field, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(decision, field, value)
    _check_due(ctx, decision.due_on, row.met_on)
    return await _done(ctx, decision, "edit")


async def carry_out(ctx: Ctx, decision_id: UUID, expected: int, body: CarryOutDecision) -> DecisionOut:
    """It is carried out. Raises 422 `decision.done_outside` on a day before the meeting or after today."""
    decision, row = await _load(ctx, decision_id, expected, "carry-out")
    if not row.met_on <= body.done_on <= ctx.today:
        first, last = day_words(row.met_on, ctx.today), day_words(ctx.today, ctx.today)
        raise invalid("done_on", "decision.done_outside", f"日期要在{first}（开会）到{last}（今天）之间")
    decision.done_on, decision.note = body.done_on, body.note
    return await _done(ctx, decision, "fulfil")


async def reopen(ctx: Ctx, decision_id: UUID, expected: int) -> DecisionOut:
    """It was not carried out after all."""
    decision, _ = await _load(ctx, decision_id, expected, "reopen")
    decision.done_on, decision.note = None, ""
    return await _done(ctx, decision, "reopen")


async def void(ctx: Ctx, decision_id: UUID, expected: int, body: WithReason) -> DecisionOut:
    """It should not have been noted; the record stays."""
    decision, _ = await _load(ctx, decision_id, expected, "void")
    decision.void_reason = body.reason
    return await _done(ctx, decision, "void")


async def _load(ctx: Ctx, decision_id: UUID, expected: int, action: str) -> tuple[Decision, Any]:
    """The locked row after the transition, and what stands beside it. Raises 404, 403, 409 `state.illegal`, 412."""
    row = await _row(ctx, decision_id)
    decision = await queries_decisions.locked(ctx.db, decision_id)
    after = rules_decisions.TABLE.take(decision.status, action, _facts(ctx.principal, row, decision.responsible))
    check_version(decision, expected)
    if row.voided_at is not None:
        raise Problem("state.illegal", state="会议已作废", action="修改")
    decision.status = after
    for name, code in pairings.counties_of(row, PairSide.supporting).items():
        setattr(decision, name, code)
    return decision, row


async def _done(ctx: Ctx, decision: Decision, action: str) -> DecisionOut:
    ctx.act(decision, action)
    await ctx.db.flush()
    return await one(ctx, decision.id)


def _check_due(ctx: Ctx, due_on: Any, met_on: Any) -> None:
    if due_on < met_on:
        raise invalid("due_on", "decision.before_meeting", f"完成期限要在{day_words(met_on, ctx.today)}（开会）或之后")
