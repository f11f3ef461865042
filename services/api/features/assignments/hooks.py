"""What the teams are asked and told; filled by the wiring."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from services.api.kernel.context import Ctx


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody of a school is to be in a team in a school year."""

    team_id: UUID
    sending_school_id: UUID
    school_year: int


join_team: list[Callable[[Ctx, Joining], Awaitable[UUID]]] = []
"""Lock the team and answer its pairing. Raises 422 on `team_id` when the person does not fit."""
team_changed: list[Callable[[Ctx, UUID], Awaitable[None]]] = []
"""Somebody has joined or left the team; the change is flushed, the assignment locked."""


async def joins(ctx: Ctx, joining: Joining) -> UUID | None:
    """The pairing of the team that somebody joins; None when nobody knows teams. Raises as the hook does."""
    found: UUID | None = None
    for ask in join_team:
        found = await ask(ctx, joining)
    return found


async def tell_team(ctx: Ctx, team_id: UUID | None) -> None:
    """Tell that the members of a team, if there is one, have changed."""
    if team_id is not None:
        for tell in team_changed:
            await tell(ctx, team_id)
