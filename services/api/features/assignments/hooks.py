"""What features above the assignments are asked and told; filled by the wiring."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.api.features.assignments.models import Assignment
from services.api.kernel.context import Ctx
from services.api.kernel.history import Tellers


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


class Guard(Protocol):
    """Asked before a part of a plan is confirmed; `completes`: it would be the last one."""

    async def __call__(self, ctx: Ctx, assignment: Assignment, *, completes: bool) -> None:
        """Raises a 409 when the plan cannot be confirmed now."""


confirm_guards: list[Guard] = []
"""Who may keep a locked plan from being confirmed."""
step_guards: list[Callable[[Ctx, Assignment, str], Awaitable[None]]] = []
"""Who may keep a locked assignment from a step: `arrive`, `complete`. Raises a 409 that says what is to do first."""
plan_followers: list[Callable[[Ctx, Assignment, str], Awaitable[None]]] = []
"""Told of a locked assignment that the office edited, swapped, replaced, extended or took back, with the action."""
succession_followers: list[Callable[[Ctx, Sequence[Assignment]], Awaitable[None]]] = []
"""Told of assignments that were carried to other schools."""
timeline_sources: list[Callable[[Ctx, UUID], Awaitable[Tellers]]] = []
"""Rows whose events belong to the timeline of an assignment."""


async def ask_guards(ctx: Ctx, assignment: Assignment, *, completes: bool) -> None:
    """Raises what a guard raises."""
    for guard in confirm_guards:
        await guard(ctx, assignment, completes=completes)


async def ask_before(ctx: Ctx, assignment: Assignment, action: str) -> None:
    """Raises what a guard of the step raises."""
    for guard in step_guards:
        await guard(ctx, assignment, action)


async def tell_followers(ctx: Ctx, assignment: Assignment, action: str) -> None:
    """The plan is not what it was."""
    for tell in plan_followers:
        await tell(ctx, assignment, action)


async def tellers_of(ctx: Ctx, assignment_id: UUID) -> Tellers:
    """What else is told on the page of an assignment."""
    found: Tellers = {}
    for source in timeline_sources:
        found |= await source(ctx, assignment_id)
    return found
