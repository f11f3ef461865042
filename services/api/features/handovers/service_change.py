"""Handing over, appraising, giving feedback and reading it: each function is one step in one transaction (W-40)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.assignments.service_beside import standing
from services.api.features.files import service as files
from services.api.features.handovers import queries, rules
from services.api.features.handovers.models import Handover
from services.api.features.handovers.service_read import (
    KIND,
    detail,
    facts_of,
    file_owner,
    grade_cap,
    is_ready,
    row_of,
)
from services.api.features.refusals import service as refusals
from services.api.kernel.context import Ctx
from services.api.kernel.first_writes import check_seen, write
from services.api.kernel.periods import school_year_label
from services.api.kernel.problems import Problem, problem_on
from services.contracts.handovers import EditFeedback, GiveFeedback, HandOver, HandoverDetail, ShareFeedback


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step is about to change: the row, new when nothing was written yet, and its assignment."""

    row: Handover
    task: Any
    is_new: bool


async def hand_over(ctx: Ctx, assignment_id: UUID, expected: int, body: HandOver) -> HandoverDetail:
    """The receiving school hands over and gives its appraisal (W-40.2).

    Raises 404; 403; 409 `handover.too_early`, `handover.not_served`, `state.illegal`; 412; 422 `handover.outside`, and
    `handover.grade_capped` or `handover.grade_cap`.
    """
    taken = await _take(ctx, assignment_id, expected, "hand-over")
    await _put(ctx, taken, body)
    taken.row.handed_over_by = ctx.principal.id
    return await _saved(ctx, taken)


async def correct(ctx: Ctx, assignment_id: UUID, expected: int, body: HandOver) -> HandoverDetail:
    """What was wrong in it is put right. Raises as `hand_over`."""
    taken = await _take(ctx, assignment_id, expected, "correct")
    await _put(ctx, taken, body)
    return await _saved(ctx, taken)


async def give_feedback(ctx: Ctx, assignment_id: UUID, expected: int, body: GiveFeedback) -> HandoverDetail:
    """What was learnt goes to the home school (W-40.3, FG-06). Raises as `hand_over`, and 422 `file.not_waiting`."""
    taken = await _take(ctx, assignment_id, expected, "give-feedback")
    taken.row.learnt, taken.row.to_apply = body.learnt, body.to_apply
    taken.row.feedback_filed_on, taken.row.feedback_filed_by = ctx.today, ctx.principal.id
    await files.attach(ctx, body.file_ids, KIND, file_owner(taken.task))
    return await _saved(ctx, taken)


async def edit_feedback(ctx: Ctx, assignment_id: UUID, expected: int, body: EditFeedback) -> HandoverDetail:
    """Changed until the home school has read it."""
    taken = await _take(ctx, assignment_id, expected, "edit-feedback")
    taken.row.learnt, taken.row.to_apply = body.learnt, body.to_apply
    return await _saved(ctx, taken)


async def read_feedback(ctx: Ctx, assignment_id: UUID, expected: int) -> HandoverDetail:
    """The home school has read it."""
    taken = await _take(ctx, assignment_id, expected, "read-feedback")
    taken.row.feedback_read_on, taken.row.feedback_read_by = ctx.today, ctx.principal.id
    return await _saved(ctx, taken)


async def share(ctx: Ctx, assignment_id: UUID, expected: int, body: ShareFeedback) -> HandoverDetail:
    """It was told to all teachers of the home school (ND-08). Raises 422 `handover.shared_outside`."""
    taken = await _take(ctx, assignment_id, expected, "share")
    first: date = taken.task.start_on
    if not first <= body.shared_on <= ctx.today:
        raise problem_on("shared_on", "handover.shared_outside", first=first.isoformat(), last=ctx.today.isoformat())
    taken.row.shared_on = body.shared_on
    return await _saved(ctx, taken)


async def _take(ctx: Ctx, assignment_id: UUID, expected: int, action: str) -> Taken:
    """The row, locked, in the state after the action. Raises 404, 403, 409, 412."""
    task = await row_of(ctx, assignment_id)
    found = await queries.of_assignment(ctx.db, assignment_id)
    row = found or Handover(
        assignment_id=assignment_id, county_code=task.home_county_code, other_county_code=task.receiving_county_code,
        created_at=ctx.now,
    )  # fmt: skip
    facts = facts_of(standing(ctx.principal, task))
    if action in rules.HANDOVER.transitions:
        row.status = rules.HANDOVER.take(row.status, action, facts)
    else:
        row.feedback_status = rules.FEEDBACK.take(row.feedback_status, action, facts)
    _check_ready(ctx, task)
    check_seen(found, expected)
    ctx.act(row, action.replace("-", "_"))
    return Taken(row, task, found is None)


def _check_ready(ctx: Ctx, task: Any) -> None:
    if is_ready(ctx, task):
        return
    if task.arrived_on is not None and task.assignment_status is rules.A.active:
        raise Problem("handover.too_early", first=rules.opens_on(task.end_on).isoformat())
    raise Problem("handover.not_served", state=task.assignment_status.label)


async def _put(ctx: Ctx, taken: Taken, body: HandOver) -> None:
    first = rules.opens_on(taken.task.end_on)
    if not first <= body.handed_over_on <= ctx.today:
        raise problem_on("handed_over_on", "handover.outside", first=first.isoformat(), last=ctx.today.isoformat())
    with ctx.db.no_autoflush:
        await _check_grade(ctx, taken.task, body)
    row = taken.row
    row.handed_over_on, row.items = body.handed_over_on, [each.value for each in dict.fromkeys(body.items)]
    row.notes, row.grade, row.appraisal = body.notes, body.grade, body.appraisal


async def _check_grade(ctx: Ctx, task: Any, body: HandOver) -> None:
    """What a refusal of the same school year leaves of the grade (HG-44). Raises 422 `handover.grade_capped`, or on
    `despite_cap` `handover.grade_cap` where the region only warns."""
    cap = await grade_cap(ctx, task) if refusals.hides(body.grade) else None
    if cap is None or (body.despite_cap and not cap.refuses):
        return
    said = {"source": f"《{cap.source}》", "year": school_year_label(cap.school_year)}
    if cap.refuses:
        raise problem_on("grade", "handover.grade_capped", **said)
    raise problem_on("despite_cap", "handover.grade_cap", **said)


async def _saved(ctx: Ctx, taken: Taken) -> HandoverDetail:
    await write(ctx.db, taken.row, is_new=taken.is_new)
    return await detail(ctx, taken.task.assignment_id)
