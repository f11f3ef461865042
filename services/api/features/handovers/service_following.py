"""A handover follows its assignment."""

from typing import Any

from services.api.features.handovers import queries, rules
from services.api.kernel.context import Ctx
from services.contracts.codes import HandoverStatus


async def plan_changed(ctx: Ctx, assignment: Any, action: str) -> None:
    """An extension that puts the end far off again: what was handed over is handed over anew when it comes."""
    if action != "extend" or ctx.today >= rules.opens_on(assignment.end_on):
        return
    row = await queries.of_assignment(ctx.db, assignment.id)
    if row is None or row.status is HandoverStatus.open:
        return
    row.status, row.handed_over_on, row.handed_over_by = HandoverStatus.open, None, None
    ctx.act(row, "ask_again")
    await ctx.db.flush()
