"""What happens to an assignment after it was planned: each function is one transition (SM-4)."""

from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.assignments import queries, rules
from services.api.features.assignments.hooks import ask_before, ask_guards, tell_followers, tell_team
from services.api.features.assignments.models import Assignment, AssignmentExtension
from services.api.features.assignments.service_checks import require_met
from services.api.features.assignments.service_plan import check_pairing_lasts, derived, load, store, take
from services.api.features.assignments.service_read import facts_of, one
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words
from services.contracts.assignments import ArriveAssignment, AssignmentRow, EndAssignment, ExtendAssignment
from services.contracts.codes import AssignmentStatus, ExchangeMode, PairingStatus
from services.contracts.pairings import WithReason


async def confirm(ctx: Ctx, assignment_id: UUID, expected: int) -> AssignmentRow:
    """The caller confirms its own part; with all three the facts are frozen and the person may come.

    Raises 403 when no part is the caller's, 409 `assignment.already_confirmed`, `assignment.disputed`,
    `assignment.pairing_not_active`, `assignment.rule_unmet`.
    """
    assignment = await load(ctx, assignment_id, expected)
    facts = facts_of(ctx.principal, assignment, ctx.today)
    missing = facts.parts - facts.confirmed
    if facts.parts and not missing and assignment.status is AssignmentStatus.planned:
        who = "、".join(part.label for part in rules.Part if part in facts.parts)
        raise Problem("assignment.already_confirmed", who=who)
    take(ctx, assignment, "confirm")
    after = rules.status_after_confirming(facts.confirmed | missing)
    await ask_guards(ctx, assignment, completes=after is not assignment.status)
    if after is not assignment.status:
        await _require_active_pairing(ctx, assignment)
        await require_met(ctx, assignment)
    for part in missing:
        setattr(assignment, f"{part.value}_confirmed_at", ctx.now)
        setattr(assignment, f"{part.value}_confirmed_by", ctx.principal.id)
    if after is not assignment.status:
        await _freeze(ctx, assignment)
    return await moved(ctx, assignment, after)


async def _require_active_pairing(ctx: Ctx, assignment: Assignment) -> None:
    """Teams go between schools whose pairing runs (WC-01)."""
    if assignment.mode is ExchangeMode.team_two_way and assignment.pairing_id is not None:
        pairing = await pairings.find(ctx.db, assignment.pairing_id)
        if pairing.status is not PairingStatus.active:
            raise Problem("assignment.pairing_not_active", state=pairing.status.label)


async def take_back(ctx: Ctx, assignment: Assignment, part: str) -> None:
    """A party that no longer agrees takes its confirmation of a locked plan back; nothing when it gave none."""
    if getattr(assignment, f"{part}_confirmed_at") is not None:
        setattr(assignment, f"{part}_confirmed_at", None)
        setattr(assignment, f"{part}_confirmed_by", None)
        ctx.act(assignment, "take_back")
        await ctx.db.flush()


async def _freeze(ctx: Ctx, assignment: Assignment) -> None:
    """Store the facts as they are now, once more, before they count."""
    with ctx.db.no_autoflush:
        person = await queries.employment(ctx.db, assignment.staff_id)
        assert person is not None
        typed = {name: getattr(assignment, name) for name in ("start_on", "end_on", "receiving_school_id", "workload")}
        typed["subject"] = assignment.subject
        values = await derived(ctx, person, assignment.sending_school_id, assignment.home_county_code, typed)
    for name, value in values.items():
        setattr(assignment, name, value)


async def moved(ctx: Ctx, assignment: Assignment, after: AssignmentStatus) -> AssignmentRow:
    if after is not assignment.status:
        assignment.status, assignment.status_at = after, ctx.now
    await ctx.db.flush()
    if after in queries.NEVER_SERVED:
        await tell_team(ctx, assignment.team_id)
    return await one(ctx, assignment.id)


async def arrive(ctx: Ctx, assignment_id: UUID, expected: int, body: ArriveAssignment) -> AssignmentRow:
    """The person has come, on a day of the assignment that is not in the future. Raises 422 `assignment.too_early`."""
    assignment = await load(ctx, assignment_id, expected)
    after = take(ctx, assignment, "arrive")
    _require_day(ctx, assignment, "arrived_on", body.arrived_on, "assignment.too_early")
    await ask_before(ctx, assignment, "arrive")
    assignment.arrived_on = body.arrived_on
    return await moved(ctx, assignment, after)


def _require_day(ctx: Ctx, assignment: Assignment, field: str, day: date, code: str) -> None:
    """A day inside the assignment that has come."""
    last = rules.last_day_passed(assignment.end_on, ctx.today)
    if last < assignment.start_on:
        raise problem_on(field, "assignment.not_begun", start_on=day_words(assignment.start_on, ctx.today))
    if not assignment.start_on <= day <= last:
        days: dict[str, Any] = {"start_on": assignment.start_on, "end_on": last}
        raise problem_on(field, code, **{name: day_words(value, ctx.today) for name, value in days.items()})


async def refuse(ctx: Ctx, assignment_id: UUID, expected: int, body: WithReason) -> AssignmentRow:
    """The person does not go."""
    assignment = await load(ctx, assignment_id, expected)
    after = take(ctx, assignment, "refuse")
    assignment.closed_reason = body.reason
    await tell_followers(ctx, assignment, "refuse")
    return await moved(ctx, assignment, after)


async def extend(ctx: Ctx, assignment_id: UUID, expected: int, body: ExtendAssignment) -> AssignmentRow:
    """A later last day (ND-14); the planned one stays, and each extension keeps its own reason.

    Raises 422 `assignment.extend_later`, or on `end_on` when its pairing is over by then; 409 `assignment.overlap`.
    """
    assignment = await load(ctx, assignment_id, expected)
    take(ctx, assignment, "extend")
    if body.end_on <= assignment.end_on:
        raise problem_on("end_on", "assignment.extend_later", end_on=day_words(assignment.end_on, ctx.today))
    if assignment.pairing_id is not None:
        await check_pairing_lasts(ctx, assignment.pairing_id, body.end_on)
    await queries.employment(ctx.db, assignment.staff_id, lock=True)
    before = assignment.end_on
    await store(ctx, assignment, {"end_on": body.end_on})
    ctx.db.add(
        AssignmentExtension(
            county_code=assignment.home_county_code, assignment_id=assignment.id, from_end_on=before,
            to_end_on=body.end_on, reason=body.reason, extended_at=ctx.now, extended_by=ctx.principal.id,
        )
    )  # fmt: skip
    await tell_followers(ctx, assignment, "extend")
    return await one(ctx, assignment.id)


async def complete(ctx: Ctx, assignment_id: UUID, expected: int) -> AssignmentRow:
    """It has run its time. Raises 409 `assignment.not_over` before the last day."""
    assignment = await load(ctx, assignment_id, expected)
    after = take(ctx, assignment, "complete")
    if ctx.today < assignment.end_on:
        raise Problem("assignment.not_over", end_on=day_words(assignment.end_on, ctx.today))
    await ask_before(ctx, assignment, "complete")
    return await moved(ctx, assignment, after)


async def incomplete(ctx: Ctx, assignment_id: UUID, expected: int, body: EndAssignment) -> AssignmentRow:
    """The task was not fulfilled (E-23.8). Raises 422 `assignment.end_outside`."""
    return await _end(ctx, assignment_id, expected, body, "incomplete")


async def terminate(ctx: Ctx, assignment_id: UUID, expected: int, body: EndAssignment) -> AssignmentRow:
    """Ends before its time, for a reason. Raises 422 `assignment.end_outside`."""
    return await _end(ctx, assignment_id, expected, body, "terminate")


async def _end(ctx: Ctx, assignment_id: UUID, expected: int, body: EndAssignment, action: str) -> AssignmentRow:
    assignment = await load(ctx, assignment_id, expected)
    after = take(ctx, assignment, action)
    _require_day(ctx, assignment, "end_on", body.end_on, "assignment.end_outside")
    assignment.end_on, assignment.closed_reason = body.end_on, body.reason
    return await moved(ctx, assignment, after)


async def void(ctx: Ctx, assignment_id: UUID, expected: int, body: WithReason) -> AssignmentRow:
    """It was entered by mistake; the record stays and counts nowhere."""
    assignment = await load(ctx, assignment_id, expected)
    after = take(ctx, assignment, "void")
    assignment.closed_reason = body.reason
    await tell_followers(ctx, assignment, "void")
    return await moved(ctx, assignment, after)
