"""Putting frozen facts right that were wrong from the start (architecture §4)."""

from enum import Enum
from typing import Any
from uuid import UUID

from services.api.features.assignments import rules
from services.api.features.assignments.models import Assignment, AssignmentCorrection
from services.api.features.assignments.service_plan import load, take
from services.api.features.assignments.service_read import one
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem
from services.api.kernel.words import day_words
from services.contracts.assignments import AssignmentRow, CorrectFacts


async def correct_facts(ctx: Ctx, assignment_id: UUID, expected: int, body: CorrectFacts) -> AssignmentRow:
    """Change facts that statistics count by; each change keeps what was there, why, and who decided.

    The direction follows the localities. Raises 409 `assignment.facts_follow` before the first day: until then the
    facts follow the records of person and schools; 422 `assignment.nothing_corrected`.
    """
    assignment = await load(ctx, assignment_id, expected)
    take(ctx, assignment, "correct-facts")
    if ctx.today < assignment.start_on:
        raise Problem("assignment.facts_follow", start_on=day_words(assignment.start_on, ctx.today))
    given = body.model_dump(exclude={"reason"}, exclude_none=True)
    changes = {name: value for name, value in given.items() if getattr(assignment, name) != value}
    if not changes:
        raise Problem("assignment.nothing_corrected")
    for name, value in changes.items():
        ctx.db.add(_note(ctx, assignment, name, value, body.reason))
        setattr(assignment, name, value)
    assignment.direction = rules.direction(
        assignment.home_county_code, assignment.receiving_county_code, assignment.sending_locality,
        assignment.receiving_locality,
    )  # fmt: skip
    await ctx.db.flush()
    return await one(ctx, assignment_id)


def _note(ctx: Ctx, assignment: Assignment, field: str, value: Any, reason: str) -> AssignmentCorrection:
    return AssignmentCorrection(
        county_code=assignment.home_county_code, assignment_id=assignment.id, field=field,
        was=_text(getattr(assignment, field)), became=_text(value), reason=reason, corrected_at=ctx.now,
        corrected_by=ctx.principal.id,
    )  # fmt: skip


def _text(value: Any) -> str:
    """A code or number as it is stored; empty for what was not known."""
    return "" if value is None else str(value.value if isinstance(value, Enum) else value)
