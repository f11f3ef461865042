"""Saying what is arranged for who comes; each function is one use case in one transaction (W-15.5)."""

from typing import Any
from uuid import UUID

from services.api.features.arrivals import queries, rules
from services.api.features.arrivals.models import Arrival
from services.api.features.arrivals.service_read import detail, facts_of, row_of
from services.api.features.assignments.service_beside import standing
from services.api.kernel.context import Ctx
from services.api.kernel.first_writes import check_seen, write
from services.contracts.arrivals import ArrivalDetail, ArrivalPut

CHANGING = frozenset({"edit", "swap"})
"""Steps of an assignment that has not begun, after which another school may receive."""


async def put(ctx: Ctx, assignment_id: UUID, expected: int, body: ArrivalPut) -> ArrivalDetail:
    """The whole list as it stands now; what is not arranged yet may follow. `expected` is 0 when nothing is written.

    Raises 404; 403; 409 `state.illegal` before the assignment is confirmed and after it is over; 412.
    """
    task = await row_of(ctx, assignment_id)
    rules.TABLE.take(task.assignment_status, "arrange", facts_of(standing(ctx.principal, task)))
    found = await queries.of_assignment(ctx.db, assignment_id)
    row = found or Arrival(
        assignment_id=assignment_id, county_code=task.home_county_code, other_county_code=task.receiving_county_code,
        created_at=ctx.now,
    )  # fmt: skip
    check_seen(found, expected)
    for name, value in body:
        setattr(row, name, value)
    row.arranged_by = ctx.principal.id
    row.arranged_on = None if rules.missing(row) else row.arranged_on or ctx.today
    ctx.act(row, "arrange")
    await write(ctx.db, row, is_new=found is None)
    return await detail(ctx, assignment_id)


async def plan_changed(ctx: Ctx, assignment: Any, action: str) -> None:
    """It may be another school and other days now: what was arranged is arranged anew, like the confirmations."""
    if action not in CHANGING:
        return
    row = await queries.of_assignment(ctx.db, assignment.id)
    if row is None:
        return
    row.other_county_code = assignment.receiving_county_code
    for item in rules.CODED:
        setattr(row, item.value, None)
    row.contact, row.note, row.arranged_on, row.arranged_by = "", "", None, None
    ctx.act(row, "ask_again")
    await ctx.db.flush()
