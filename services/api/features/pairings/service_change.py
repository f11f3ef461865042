"""Changing pairings: each function is one use case in one transaction (SM-5, W-20)."""

from collections.abc import Mapping
from datetime import date
from typing import NoReturn
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.pairings import queries, rules
from services.api.features.pairings.models import Pairing, PairingGoal
from services.api.features.pairings.service_checks import findings
from services.api.features.pairings.service_read import facts_of, file_owner, goal_out
from services.api.features.pairings.service_renew import end_renewed
from services.api.features.pairings.service_steps import (
    close,
    end_what_follows,
    load,
    move,
    refuse_people_after,
    saved,
    take,
)
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import PairSide
from services.contracts.files import FileKind
from services.contracts.pairings import (
    EndPairing,
    GoalCreate,
    GoalOut,
    PairingRow,
    SideContact,
    SignPairing,
    WithReason,
)


async def decide(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """The supporting school or the office decides that it shall be (W-20.2).

    It is held against the rules again: raises 409 `pairing.check_refused`; what warns is noted.
    """
    pairing = await load(ctx, pairing_id, expected)
    take(ctx, pairing, "decide")
    with ctx.db.no_autoflush:
        found = await findings(ctx, pairing, without=pairing.renews_id)
    found.refuse()
    pairing.warned = found.warned
    return await saved(ctx, pairing)


async def set_contacts(ctx: Ctx, pairing_id: UUID, expected: int, body: SideContact) -> PairingRow:
    """Name the responsible leader and the liaison of one side (QX-11, QX-12)."""
    pairing = await load(ctx, pairing_id, expected)
    if not facts_of(ctx.principal, pairing).speaks_for(body.side):
        _refuse_side(body.side)
    take(ctx, pairing, "contacts")
    _set_side(pairing, body.side, {"leader": body.leader, "liaison": body.liaison, "phone": body.phone})
    return await saved(ctx, pairing)


def _set_side(pairing: Pairing, side: PairSide, values: Mapping[str, object]) -> None:
    for field, value in values.items():
        setattr(pairing, f"{side.value}_{field}", value)


def _refuse_side(side: PairSide) -> NoReturn:
    raise Problem("permission.denied", who=f"{side.label}，或主管它的区县协调人")


async def negotiate(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """Start to negotiate once both sides have named leader and liaison (W-20.3).

    Raises 409 `pairing.contacts_missing` that names every side that lacks them.
    """
    pairing = await load(ctx, pairing_id, expected)
    take(ctx, pairing, "negotiate")
    missing = [side.label for side in PairSide if not getattr(pairing, f"{side.value}_leader")]
    if missing:
        raise Problem("pairing.contacts_missing", side="和".join(missing))
    return await saved(ctx, pairing)


async def sign(ctx: Ctx, pairing_id: UUID, expected: int, body: SignPairing) -> PairingRow:
    """Record the signature of one side; both make it 已签协议 (QX-01).

    Raises 403 unless the caller speaks for that side, 409 `pairing.already_signed`, 422 on a future day.
    """
    pairing = await load(ctx, pairing_id, expected)
    facts = facts_of(ctx.principal, pairing)
    if not facts.speaks_for(body.side):
        _refuse_side(body.side)
    if body.side in facts.signed:
        signed_on: date = getattr(pairing, f"{body.side.value}_signed_on")
        raise Problem("pairing.already_signed", side=body.side.label, signed_on=day_words(signed_on, ctx.today))
    if body.signed_on > ctx.today:
        raise invalid("signed_on", "pairing.signed_in_future", "签字日期不能晚于今天")
    take(ctx, pairing, "sign")
    _set_side(pairing, body.side, {"signed_on": body.signed_on})
    pairing.agreement_no = body.agreement_no or pairing.agreement_no
    move(ctx, pairing, rules.status_after_signing(facts.signed | {body.side}))
    await files.attach(ctx, body.file_ids, FileKind.pairing_agreement, file_owner(pairing))
    return await saved(ctx, pairing)


async def activate(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """Let it begin; both must have signed (QX-01). One that it renews ends the day before it.

    Raises 409 `pairing.unsigned` that names the side, `pairing.renewal_early`, `pairing.people_in_post`.
    """
    pairing = await load(ctx, pairing_id, expected)
    facts = facts_of(ctx.principal, pairing)
    missing = rules.unsigned_side(pairing.status, facts.signed)
    if facts.decides and missing is not None:
        raise Problem("pairing.unsigned", side=missing.label)
    rules.TABLE.take(pairing.status, "activate", facts)
    await end_renewed(ctx, pairing)
    take(ctx, pairing, "activate")
    return await saved(ctx, pairing)


async def suspend(ctx: Ctx, pairing_id: UUID, expected: int, body: WithReason) -> PairingRow:
    """Pause it; no monthly report is expected for it meanwhile."""
    pairing = await load(ctx, pairing_id, expected)
    take(ctx, pairing, "suspend")
    pairing.closed_reason = body.reason
    return await saved(ctx, pairing)


async def resume(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """Go on after a pause."""
    pairing = await load(ctx, pairing_id, expected)
    take(ctx, pairing, "resume")
    pairing.closed_reason = ""
    return await saved(ctx, pairing)


_END_PROBLEMS = {
    "in_future": "结束日期不能晚于今天",
    "after_agreed": "结束日期不能晚于协议的结束日期",
}


async def end(ctx: Ctx, pairing_id: UUID, expected: int, body: EndPairing) -> PairingRow:
    """End it on a day that has come.

    Raises 409 `pairing.people_in_post` while somebody serves under it beyond that day.
    """
    pairing = await load(ctx, pairing_id, expected)
    rules.TABLE.take(pairing.status, "end", facts_of(ctx.principal, pairing))
    problem = rules.end_problem(pairing.start_on, pairing.end_on, body.end_on, ctx.today)
    if problem == "before_start":
        raise problem_on("end_on", "period.order", start_on=day_words(pairing.start_on, ctx.today))
    if problem is not None:
        raise invalid("end_on", f"pairing.end_{problem}", _END_PROBLEMS[problem])
    await refuse_people_after(ctx, pairing.id, body.end_on)
    take(ctx, pairing, "end")
    await close(ctx, pairing, body.end_on, body.reason)
    return await saved(ctx, pairing)


async def void(ctx: Ctx, pairing_id: UUID, expected: int, body: WithReason) -> PairingRow:
    """Take back one that never began, and what was prepared for it; the record stays.

    Raises 409 `pairing.people_in_post` while somebody is to serve under it.
    """
    pairing = await load(ctx, pairing_id, expected)
    rules.TABLE.take(pairing.status, "void", facts_of(ctx.principal, pairing))
    day_before = rules.day_before(pairing.start_on)
    await refuse_people_after(ctx, pairing.id, day_before)
    take(ctx, pairing, "void")
    pairing.closed_reason = body.reason
    await end_what_follows(ctx, pairing.id, day_before)
    return await saved(ctx, pairing)


async def add_goal(ctx: Ctx, pairing_id: UUID, body: GoalCreate) -> GoalOut:
    """Agree on a countable goal (E-32); either school or the office."""
    pairing = await queries.visible(ctx.db, ctx.scope, pairing_id, lock=True)
    if pairing is None:
        raise Problem("resource.not_found")
    rules.TABLE.take(pairing.status, "add_goal", facts_of(ctx.principal, pairing))
    if body.due_on is not None and body.due_on < pairing.start_on:
        raise problem_on("due_on", "period.order", start_on=day_words(pairing.start_on, ctx.today))
    goal = PairingGoal(
        pairing_id=pairing.id, county_code=pairing.recipient_county_code, created_at=ctx.now, **body.model_dump()
    )
    ctx.db.add(goal)
    ctx.act(goal, "add_goal")
    await ctx.db.flush()
    return goal_out(goal)


async def void_goal(ctx: Ctx, pairing_id: UUID, goal_id: UUID, expected: int) -> PairingRow:
    """Drop a goal; the record stays. Raises 404 when it is not there or void already."""
    pairing = await load(ctx, pairing_id, expected)
    rules.TABLE.take(pairing.status, "add_goal", facts_of(ctx.principal, pairing))
    goal = await queries.goal(ctx.db, pairing_id, goal_id)
    if goal is None:
        raise Problem("resource.not_found")
    goal.voided_at = ctx.now
    ctx.act(goal, "void_goal")
    return await saved(ctx, pairing)


async def report_goals(ctx: Ctx, totals: Mapping[UUID, int]) -> None:
    """Store the running totals that a submitted report gives, by goal id; unchanged ones are not touched."""
    for goal in await queries.goals_for_change(ctx.db, list(totals)):
        if goal.actual != totals[goal.id]:
            goal.actual = totals[goal.id]
            ctx.act(goal, "report_goal")
