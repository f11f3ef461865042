"""Questions that schools ask of features above them; the wiring fills the lists."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.context import Ctx
from services.contracts.places import SchoolGap, TeamMember
from services.contracts.school_history import Carried, HistoryItem

Names = Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, str]]]
Guard = Callable[[AsyncSession, UUID, date], Awaitable[int]]

close_guards: list[Guard] = []
"""How many things still run at a school after a day; any of them keeps it from closing."""
reporter_hooks: list[Callable[[AsyncSession, Sequence[UUID]], Awaitable[dict[UUID, tuple[str, str]]]]] = []
"""School → name and phone of its reporter."""
staff_count_hooks: list[Callable[[AsyncSession, Sequence[UUID]], Awaitable[dict[UUID, int]]]] = []
"""School → number of people employed there today."""


@dataclass(frozen=True, slots=True)
class Posts:
    """People of a school who count against its approved posts today: all in the quota, and by class of title."""

    in_quota: int
    senior: int
    middle: int
    junior: int


user_name_hooks: list[Names] = []
"""Id of a user → name."""
sent_month_hooks: list[Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, str]]]] = []
"""School → the last month whose report it has sent."""
having_hooks: list[tuple[SchoolGap, Callable[[], Select[Any]]]] = []
"""Ids of the schools that have somebody employed, or an open account."""
team_hooks: list[Callable[[Ctx, UUID], Awaitable[list[TeamMember]]]] = []
"""The leadership team of a school."""
post_hooks: list[Callable[[AsyncSession, UUID], Awaitable[Posts]]] = []
history_hooks: list[Callable[[Ctx, UUID], Awaitable[list[HistoryItem]]]] = []
"""What other features can tell of a school's life; the caller has checked that the school is in scope."""


@dataclass(frozen=True, slots=True)
class Move:
    """A succession from one school to another (`to_id` None: to none). `on` is the first day of the new state.

    `staff_ids`: only these employments and what is theirs go (a split); None: everything goes. `involved` are all
    schools of the succession; `before` those whose rows stand at the successor already. `to_county` is the successor's
    county when it is another one: people and accounts go into it, what was agreed stays with the county that did.
    """

    from_id: UUID
    to_id: UUID | None
    on: date
    reason: str
    involved: frozenset[UUID]
    before: frozenset[UUID] = frozenset()
    staff_ids: frozenset[UUID] | None = None
    to_county: str | None = None

    @property
    def until_on(self) -> date:
        """The last day of the old state."""
        return self.on - timedelta(days=1)


class Mover(Protocol):
    """A feature with live rows that name a school."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """What would happen to its rows; nothing is changed. Empty where there are none."""
        ...

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Do it. Never called when `look` found something that blocks, nor without a successor."""
        ...


movers: list[Mover] = []
SHOWN_NAMES = 50
"""At most so many names stand in a preview."""
