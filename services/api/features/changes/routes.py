"""The feed of changes over HTTP."""

from typing import Annotated

from fastapi import Depends, Request

from services.api.features.changes import service
from services.api.features.changes.filters import ChangesAsked
from services.api.kernel.context import Ctx, needs
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.changes import ChangesPage

router = strict_router("changes", "/api/v1/changes")
Reader = Annotated[Ctx, needs(Permission.change_read)]


@router.get("")
async def list_changes(request: Request, ctx: Reader, asked: Annotated[ChangesAsked, Depends()]) -> ChangesPage:
    """What changed after a place in the log, oldest first, for who keeps a copy of the records.

    Go on with `after=` the `next_cursor` of the page before. 410 `changes.resync`: take a snapshot and begin there.
    """
    return await service.page(request.app.state.database, ctx, asked)
