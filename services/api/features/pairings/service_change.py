"""Changing pairings: each function is one use case in one transaction (SM-5, W-20)."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import NoReturn
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.files import service as files
from services.api.features.pairings import queries, rules
from services.api.features.pairings.models import Pairing, PairingGoal
from services.api.features.pairings.service_read import facts_of, file_owner, goal_out, one
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words, period_words
from services.contracts.codes import PairingStatus, PairSide
from services.contracts.files import FileKind
from services.contracts.pairings import (
    EndPairing,
    GoalCreate,
    GoalOut,
    PairingCreate,
    PairingRow,
    SideContact,
    SignPairing,
    WithReason,
)

Guard = Callable[[AsyncSession, UUID, date], Awaitable[int]]
"""(session, pairing id, last day) → how many persons would still be in post."""
end_guards: list[Guard] = []
"""Filled by the features above this one."""
end_followers: list[Callable[[Ctx, UUID, date], Awaitable[None]]] = []
"""What ends together with a pairing on its last day; filled likewise."""


async def propose(ctx: Ctx, body: PairingCreate) -> PairingRow:
    """Propose a pairing between two schools (W-20.1); the level is derived from their counties (QX-05).

    Raises 422 `pairing.same_school`, `period.order` or on a school that is not there; 403 `permission.other_office`
    unless the caller decides between the two counties; 409 `pairing.duplicate`.
    """
    if body.supporting_school_id == body.recipient_school_id:
        raise problem_on("recipient_school_id", "pairing.same_school")
    if body.end_on is not None and body.end_on < body.start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(body.start_on, ctx.today))
    supporting = await schools.find(ctx.db, body.supporting_school_id, "supporting_school_id")
    recipient = await schools.find(ctx.db, body.recipient_school_id, "recipient_school_id")
    for field, school in (("supporting_school_id", supporting), ("recipient_school_id", recipient)):
        if school.closed_on is not None and school.closed_on < body.start_on:
            raise invalid(field, "school.closed", "这所学校已停办，请改选一所")
    counties = (supporting.county_code, recipient.county_code)
    await regions.must_decide(ctx, *counties)
    pairing = Pairing(
        **body.model_dump(),
        supporting_county_code=counties[0],
        recipient_county_code=counties[1],
        level=rules.level_of(*counties),
        status=PairingStatus.proposed,
        status_at=ctx.now,
        created_at=ctx.now,
    )
    await _insert(ctx, pairing)
    return await one(ctx, pairing.id)


async def _insert(ctx: Ctx, pairing: Pairing) -> None:
    """Two schools have one open pairing: looked up first, and held by a unique index when two come at once."""
    between = (pairing.supporting_school_id, pairing.recipient_school_id)
    await _refuse_duplicate(ctx, *between)
    ctx.act(pairing, "propose")
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(pairing)
            await ctx.db.flush()
    except IntegrityError:
        await _refuse_duplicate(ctx, *between)
        raise


async def _refuse_duplicate(ctx: Ctx, supporting_id: UUID, recipient_id: UUID) -> None:
    earlier = await queries.open_between(ctx.db, supporting_id, recipient_id)
    if earlier is not None:
        period = period_words(earlier.start_on, earlier.end_on, ctx.today)
        raise problem_on("recipient_school_id", "pairing.duplicate", period=period)


async def _load(ctx: Ctx, pairing_id: UUID, expected: int) -> Pairing:
    pairing = await queries.visible(ctx.db, ctx.scope, pairing_id, lock=True)
    if pairing is None:
        raise Problem("resource.not_found")
    check_version(pairing, expected)
    return pairing


def _take(ctx: Ctx, pairing: Pairing, action: str) -> None:
    _move(ctx, pairing, rules.TABLE.take(pairing.status, action, facts_of(ctx.principal, pairing)))
    ctx.act(pairing, action)


def _move(ctx: Ctx, pairing: Pairing, after: PairingStatus) -> None:
    if after is not pairing.status:
        pairing.status, pairing.status_at = after, ctx.now


async def _saved(ctx: Ctx, pairing: Pairing) -> PairingRow:
    await ctx.db.flush()
    return await one(ctx, pairing.id)


async def decide(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """The supporting school or the office decides that it shall be (W-20.2)."""
    pairing = await _load(ctx, pairing_id, expected)
    _take(ctx, pairing, "decide")
    return await _saved(ctx, pairing)


async def set_contacts(ctx: Ctx, pairing_id: UUID, expected: int, body: SideContact) -> PairingRow:
    """Name the responsible leader and the liaison of one side (QX-11, QX-12)."""
    pairing = await _load(ctx, pairing_id, expected)
    if not facts_of(ctx.principal, pairing).speaks_for(body.side):
        _refuse_side(body.side)
    _take(ctx, pairing, "contacts")
    _set_side(pairing, body.side, {"leader": body.leader, "liaison": body.liaison, "phone": body.phone})
    return await _saved(ctx, pairing)


def _set_side(pairing: Pairing, side: PairSide, values: Mapping[str, object]) -> None:
    for field, value in values.items():
        setattr(pairing, f"{side.value}_{field}", value)


def _refuse_side(side: PairSide) -> NoReturn:
    raise Problem("permission.denied", who=f"{side.label}，或主管它的区县协调人")


async def negotiate(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """Start to negotiate once both sides have named leader and liaison (W-20.3).

    Raises 409 `pairing.contacts_missing`.
    """
    pairing = await _load(ctx, pairing_id, expected)
    _take(ctx, pairing, "negotiate")
    for side in PairSide:
        if not getattr(pairing, f"{side.value}_leader"):
            raise Problem("pairing.contacts_missing", side=side.label)
    return await _saved(ctx, pairing)


async def sign(ctx: Ctx, pairing_id: UUID, expected: int, body: SignPairing) -> PairingRow:
    """Record the signature of one side; both make it 已签协议 (QX-01).

    Raises 403 unless the caller speaks for that side, 409 `pairing.already_signed`, 422 on a future day.
    """
    pairing = await _load(ctx, pairing_id, expected)
    facts = facts_of(ctx.principal, pairing)
    if not facts.speaks_for(body.side):
        _refuse_side(body.side)
    if body.side in facts.signed:
        signed_on: date = getattr(pairing, f"{body.side.value}_signed_on")
        raise Problem("pairing.already_signed", side=body.side.label, signed_on=day_words(signed_on, ctx.today))
    if body.signed_on > ctx.today:
        raise invalid("signed_on", "pairing.signed_in_future", "签字日期不能晚于今天")
    _take(ctx, pairing, "sign")
    _set_side(pairing, body.side, {"signed_on": body.signed_on})
    pairing.agreement_no = body.agreement_no or pairing.agreement_no
    _move(ctx, pairing, rules.status_after_signing(facts.signed | {body.side}))
    await files.attach(ctx, body.file_ids, FileKind.pairing_agreement, file_owner(pairing))
    return await _saved(ctx, pairing)


async def activate(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """Let it begin; both must have signed (QX-01). Raises 409 `pairing.unsigned` that names the side."""
    pairing = await _load(ctx, pairing_id, expected)
    facts = facts_of(ctx.principal, pairing)
    missing = rules.unsigned_side(pairing.status, facts.signed)
    if facts.decides and missing is not None:
        raise Problem("pairing.unsigned", side=missing.label)
    _take(ctx, pairing, "activate")
    return await _saved(ctx, pairing)


async def suspend(ctx: Ctx, pairing_id: UUID, expected: int, body: WithReason) -> PairingRow:
    """Pause it; no monthly report is expected for it meanwhile."""
    pairing = await _load(ctx, pairing_id, expected)
    _take(ctx, pairing, "suspend")
    pairing.closed_reason = body.reason
    return await _saved(ctx, pairing)


async def resume(ctx: Ctx, pairing_id: UUID, expected: int) -> PairingRow:
    """Go on after a pause."""
    pairing = await _load(ctx, pairing_id, expected)
    _take(ctx, pairing, "resume")
    pairing.closed_reason = ""
    return await _saved(ctx, pairing)


_END_PROBLEMS = {
    "in_future": "结束日期不能晚于今天",
    "after_agreed": "结束日期不能晚于协议的结束日期",
}


async def end(ctx: Ctx, pairing_id: UUID, expected: int, body: EndPairing) -> PairingRow:
    """End it on a day that has come.

    Raises 409 `pairing.people_in_post` while somebody serves under it beyond that day.
    """
    pairing = await _load(ctx, pairing_id, expected)
    rules.TABLE.take(pairing.status, "end", facts_of(ctx.principal, pairing))
    problem = rules.end_problem(pairing.start_on, pairing.end_on, body.end_on, ctx.today)
    if problem == "before_start":
        raise problem_on("end_on", "period.order", start_on=day_words(pairing.start_on, ctx.today))
    if problem is not None:
        raise invalid("end_on", f"pairing.end_{problem}", _END_PROBLEMS[problem])
    count = sum([await guard(ctx.db, pairing.id, body.end_on) for guard in end_guards])
    if count:
        raise Problem("pairing.people_in_post", count=count)
    _take(ctx, pairing, "end")
    pairing.end_on, pairing.closed_reason = body.end_on, body.reason
    for follow in end_followers:
        await follow(ctx, pairing.id, body.end_on)
    return await _saved(ctx, pairing)


async def void(ctx: Ctx, pairing_id: UUID, expected: int, body: WithReason) -> PairingRow:
    """Take back one that never began; the record stays."""
    pairing = await _load(ctx, pairing_id, expected)
    _take(ctx, pairing, "void")
    pairing.closed_reason = body.reason
    return await _saved(ctx, pairing)


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
    pairing = await _load(ctx, pairing_id, expected)
    rules.TABLE.take(pairing.status, "add_goal", facts_of(ctx.principal, pairing))
    goal = await queries.goal(ctx.db, pairing_id, goal_id)
    if goal is None:
        raise Problem("resource.not_found")
    goal.voided_at = ctx.now
    ctx.act(goal, "void_goal")
    return await _saved(ctx, pairing)


async def report_goals(ctx: Ctx, totals: Mapping[UUID, int]) -> None:
    """Store the running totals that a submitted report gives, by goal id; unchanged ones are not touched."""
    for goal in await queries.goals_for_change(ctx.db, list(totals)):
        if goal.actual != totals[goal.id]:
            goal.actual = totals[goal.id]
            ctx.act(goal, "report_goal")
