"""The worker's part: facts follow the person and the schools until the assignment begins (architecture §4)."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import queries_refresh, rules
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.events import name_action

LARGEST_BATCH = 1000
"""Assignments refreshed in one transaction; the rest follows with the next call."""
FACTS = ("sex", "age", "post", "title", "honours", "stage", "sending_locality", "receiving_locality")


async def refresh_facts(db: AsyncSession, now: datetime) -> int:
    """Bring the facts of assignments that begin after today up to date; how many had changed.

    A promotion, a corrected birth date or a new decision on a locality counts when it is recorded before the first
    day, and never from that day on. Only rows that differ are read and written, one event each; safe to repeat and
    to kill.
    """
    rows = await queries_refresh.outdated(db, now.astimezone(SHANGHAI).date(), LARGEST_BATCH)
    for row in rows:
        _refresh(row.Assignment, row)
        name_action(db, row.Assignment, "refresh_facts")
    await db.flush()
    return len(rows)


def _refresh(assignment: Any, row: Any) -> None:
    for name in FACTS:
        setattr(assignment, name, getattr(row, f"now_{name}"))
    counties = assignment.home_county_code, assignment.receiving_county_code
    assignment.direction = rules.direction(*counties, assignment.sending_locality, assignment.receiving_locality)
