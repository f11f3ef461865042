"""The feed of changes over HTTP."""

from typing import Annotated

from fastapi import Depends, Request, Response

from services.api.features.changes import service
from services.api.features.changes.filters import ChangesAsked, Suffix, Told
from services.api.features.changes.sending import answers, snapshot_of
from services.api.kernel.context import Ctx, needs
from services.api.kernel.json_rows import written
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.changes import ChangesPage

router = strict_router("changes", "/api/v1/changes", from_replica=True)
Reader = Annotated[Ctx, needs(Permission.change_read)]


@router.get("", response_model=ChangesPage)
async def list_changes(request: Request, ctx: Reader, asked: Annotated[ChangesAsked, Depends()]) -> Response:
    """What changed after a place in the log, oldest first, for who keeps a copy of the records.

    Go on with `after=` the `next_cursor` of the page before. 410 `changes.resync`: take a snapshot and begin there.
    """
    return written(await service.page(request.app.state.database, ctx, asked))


@router.get("/snapshot.ndjson", response_class=Response, responses=answers(Suffix.ndjson))
async def take_snapshot(request: Request, ctx: Reader, asked: Annotated[Told, Depends()]) -> Response:
    """All rows that the caller sees, one a line, with the cursor from which the changes go on. Leaves an event.

    The first line says `cursor`, `epoch`, `position` and `entities`, the last one `rows`, their number: a file
    without it was cut off.
    """
    return snapshot_of(request, ctx, Suffix.ndjson, asked)


@router.get("/snapshot.ndjson.gz", response_class=Response, responses=answers(Suffix.packed))
async def take_packed_snapshot(request: Request, ctx: Reader, asked: Annotated[Told, Depends()]) -> Response:
    """The same packed (gzip, RFC 1952)."""
    return snapshot_of(request, ctx, Suffix.packed, asked)
