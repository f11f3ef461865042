"""Saying how a goal comes along in between (W-16); what was reached is judged at the end."""

from uuid import UUID

from services.api.features.assignments.service_beside import Standing, standing
from services.api.features.goals import rules
from services.api.features.goals.models import GoalProgress
from services.api.features.goals.service_change import load, require_open, saved
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import GoalSpeaker
from services.contracts.goals import GoalDetail, ProgressGoal


async def progress(ctx: Ctx, goal_id: UUID, expected: int, body: ProgressGoal) -> GoalDetail:
    """One more dated line under an agreed goal, by either side; the goal keeps what is said of the latest day.

    Raises 404; 403; 409 `state.illegal`, `goal.closed` when the assignment is over, `goal.too_early` before it has
    begun; 412; 422 `goal.progress_outside`.
    """
    row, goal = await load(ctx, goal_id, expected, "progress")
    require_open(row)
    if not rules.has_begun(row.start_on, row.arrived_on, ctx.today):
        raise Problem("goal.too_early")
    noted_on = body.noted_on or ctx.today
    if not row.start_on <= noted_on <= max(ctx.today, row.start_on):
        days = {"start_on": day_words(row.start_on, ctx.today), "end_on": day_words(ctx.today, ctx.today)}
        raise problem_on("noted_on", "goal.progress_outside", **days)
    said = GoalProgress(
        county_code=goal.county_code, goal_id=goal.id, noted_on=noted_on, noted_at=ctx.now, noted_by=ctx.principal.id,
        speaker=_speaker(standing(ctx.principal, row)), standing=body.standing, words=body.words,
    )  # fmt: skip
    ctx.db.add(said)
    goal.progressed_at = ctx.now
    if goal.standing_on is None or noted_on >= goal.standing_on:
        goal.standing, goal.standing_on = body.standing, noted_on
    return await saved(ctx, goal, "progress")


def _speaker(own: Standing) -> GoalSpeaker:
    if own.is_self:
        return GoalSpeaker.teacher
    if own.sends:
        return GoalSpeaker.sending
    return GoalSpeaker.receiving if own.receives else GoalSpeaker.office
