"""Putting assignments into a team and taking them out again (E-25.1)."""

from collections.abc import Sequence
from uuid import UUID

from services.api.features.assignments import queries_team
from services.api.features.assignments.models import Assignment
from services.api.kernel.context import Ctx


async def for_team(ctx: Ctx, assignment_ids: Sequence[UUID]) -> Sequence[Assignment]:
    """These assignments in scope, locked in one order: whoever changes the members locks them before the team."""
    return await queries_team.locked(ctx.db, ctx.scope, assignment_ids)


async def of_team_locked(ctx: Ctx, team_id: UUID) -> Sequence[Assignment]:
    """All assignments of a team, those that never came too, locked."""
    return await queries_team.of_team(ctx.db, team_id)


async def set_team(ctx: Ctx, rows: Sequence[Assignment], team_id: UUID | None) -> None:
    """Put locked assignments into a team, or take them out."""
    for assignment in rows:
        assignment.team_id = team_id
        ctx.act(assignment, "leave_team" if team_id is None else "join_team")
    await ctx.db.flush()
