"""Questions that schools ask of features above them; the wiring fills the lists."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Guard = Callable[[AsyncSession, UUID, date], Awaitable[int]]

close_guards: list[Guard] = []
"""How many things still run at a school after a day; any of them keeps it from closing."""
reporter_hooks: list[Callable[[AsyncSession, Sequence[UUID]], Awaitable[dict[UUID, tuple[str, str]]]]] = []
"""School → name and phone of its reporter."""
staff_count_hooks: list[Callable[[AsyncSession, Sequence[UUID]], Awaitable[dict[UUID, int]]]] = []
"""School → number of people employed there today."""
