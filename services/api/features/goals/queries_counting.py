"""Goals of assignments as the rows that numbers are made of (S-27)."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, or_, select

from services.api.features.assignments import service as assignments
from services.api.features.goals import rules
from services.api.features.goals.models import AssignmentGoal
from services.contracts.codes import GoalStatus

G: Any = AssignmentGoal
JUDGED = (GoalStatus.met, GoalStatus.unmet)
_OF_ASSIGNMENT = (
    "person_id", "home_county_code", "receiving_county_code", "sending_school_id", "receiving_school_id", "mode",
    "post", "title", "stage",
)  # fmt: skip


@cache
def rows() -> Subquery:
    """Codes and days of every goal with those of its assignment; no scope of its own.

    `is_extended`: the assignment goes on for longer than was planned.
    """
    task = assignments.directory()
    extended = (task.c.end_on > task.c.planned_end_on).label("is_extended")
    columns = (G.id, G.assignment_id, G.status, G.due_on, G.judged_on, *(task.c[name] for name in _OF_ASSIGNMENT))
    found = select(*columns, extended).join_from(AssignmentGoal, task, task.c.id == G.assignment_id)
    return found.where(task.c.status.not_in(rules.NEVER)).subquery("goal_counting")


def due(rows: FromClause, today: Any) -> ColumnElement[bool]:
    """Goals that hold and whose day has come, or that are judged already."""
    come = and_(rows.c.status == GoalStatus.agreed, rows.c.due_on <= today)
    return or_(rows.c.status.in_(JUDGED), come)


def not_due(rows: FromClause, today: Any) -> ColumnElement[bool]:
    """Goals that hold and whose day is still to come."""
    return and_(rows.c.status == GoalStatus.agreed, rows.c.due_on > today)


def has_status(rows: FromClause, status: GoalStatus) -> ColumnElement[bool]:
    """Goals that were met, or were not."""
    found: ColumnElement[bool] = rows.c.status == status
    return found
