"""Questions that staff ask of features above them; the wiring fills the list."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.context import Ctx

end_guards: list[Callable[[AsyncSession, UUID, date], Awaitable[int]]] = []
"""How many things of a staff record still run after a day; any of them keeps it from ending."""

end_followers: list[Callable[[Ctx, UUID, date], Awaitable[None]]] = []
"""What ends together with an employment on its last day."""
