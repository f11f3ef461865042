"""Somebody else of the same school goes instead (换人)."""

from datetime import date, timedelta
from uuid import UUID

from services.api.features.assignments.hooks import tell_followers
from services.api.features.assignments.models import Assignment
from services.api.features.assignments.service_change import moved
from services.api.features.assignments.service_plan import employment_in_scope, insert, load, take
from services.api.features.assignments.service_read import one
from services.api.kernel.context import Ctx
from services.api.kernel.problems import problem_on
from services.api.kernel.words import day_words
from services.contracts.assignments import AssignmentCreate, AssignmentRow, RelieveAssignment, ReplaceAssignment

ONE_DAY = timedelta(days=1)


async def replace(ctx: Ctx, assignment_id: UUID, expected: int, body: ReplaceAssignment) -> AssignmentRow:
    """Before the start: the plan is voided, and the same is planned for another person; returned is the new one.

    Voided, not refused: 拒不参加 has consequences for the person (W-18) and is said by its own step.
    Raises 422 `assignment.replace_other_school`, `assignment.replace_self` and what `plan` raises.
    """
    assignment = await load(ctx, assignment_id, expected)
    after = take(ctx, assignment, "substitute")
    assignment.closed_reason = body.reason
    await tell_followers(ctx, assignment, "substitute")
    await moved(ctx, assignment, after)
    return await _instead(ctx, assignment, body.staff_id, assignment.start_on, assignment.end_on)


async def relieve(ctx: Ctx, assignment_id: UUID, expected: int, body: RelieveAssignment) -> AssignmentRow:
    """While it runs: it ends the day before, and the rest is planned for another person; returned is the new one.

    Raises 422 `assignment.relieve_outside` and what `replace` raises.
    """
    assignment = await load(ctx, assignment_id, expected)
    after = take(ctx, assignment, "relieve")
    first = max(assignment.start_on, assignment.arrived_on or assignment.start_on) + ONE_DAY
    last, until = max(first, min(assignment.end_on, ctx.today + ONE_DAY)), assignment.end_on
    if not first <= body.start_on <= min(last, until):
        days = {"start_on": day_words(first, ctx.today), "end_on": day_words(last, ctx.today)}
        raise problem_on("start_on", "assignment.relieve_outside", **days)
    assignment.end_on, assignment.closed_reason = body.start_on - ONE_DAY, body.reason
    await moved(ctx, assignment, after)
    return await _instead(ctx, assignment, body.staff_id, body.start_on, until)


async def _instead(ctx: Ctx, old: Assignment, staff_id: UUID, start_on: date, end_on: date) -> AssignmentRow:
    if staff_id == old.staff_id:
        raise problem_on("staff_id", "assignment.replace_self")
    person = await employment_in_scope(ctx, staff_id)
    if person.school_id != old.sending_school_id:
        raise problem_on("staff_id", "assignment.replace_other_school")
    body = AssignmentCreate(
        staff_id=staff_id, receiving_school_id=old.receiving_school_id, mode=old.mode, workload=old.workload,
        start_on=start_on, end_on=end_on, pairing_id=old.pairing_id, team_id=old.team_id,
        receiving_post=old.receiving_post,
    )  # fmt: skip
    made = await insert(ctx, person, body, "take_over", old)
    return await one(ctx, made.id)
