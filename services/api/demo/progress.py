"""How goals of the demo come along: one is on track, of another it was said that it is behind."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.exchange import at
from services.api.features.accounts.models import User
from services.api.features.goals.models import AssignmentGoal, GoalProgress
from services.contracts.codes import GoalSpeaker, GoalStanding

SAID = (
    (GoalStanding.on_track, "徒弟上了一节校内公开课"),
    (GoalStanding.behind, "这个月考试多，少上了一节"),
)


def come_along(goals: Sequence[AssignmentGoal], today: date) -> None:
    """How the first goals stand; they are not written yet."""
    for goal, (standing, _) in zip(goals, SAID, strict=False):
        goal.standing, goal.standing_on, goal.progressed_at = standing, today, at(today)


async def tell_progress(session: AsyncSession, goals: Sequence[AssignmentGoal], school_id: UUID, today: date) -> None:
    """What the receiving school has said of them."""
    user: Any = User
    by = await session.scalar(select(user.id).where(user.school_id == school_id).order_by(user.id).limit(1))
    if by is None:
        return
    rows = [_line(goal, by, today, *said) for goal, said in zip(goals, SAID, strict=False)]
    session.add_all(rows)


def _line(goal: AssignmentGoal, by: UUID, on: date, standing: GoalStanding, words: str) -> GoalProgress:
    return GoalProgress(
        county_code=goal.county_code, goal_id=goal.id, noted_on=on, noted_at=at(on), noted_by=by,
        speaker=GoalSpeaker.receiving, standing=standing, words=words,
    )  # fmt: skip
