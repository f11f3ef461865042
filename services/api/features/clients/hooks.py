"""What clients ask the features above them; filled by the wiring."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from services.api.kernel.context import Ctx

secret_followers: list[Callable[[Ctx, UUID, datetime], Awaitable[None]]] = []
"""What ends with a secret at that instant: the tokens that were taken with it."""
sandbox_openers: list[Callable[[Ctx, UUID], Awaitable[str]]] = []
"""Who makes the invented regions of a new system that practises, and says the code of the city."""
