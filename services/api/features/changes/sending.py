"""A snapshot on its way out: read and sent line by line in constant memory."""

import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.api.features.changes.filters import Suffix, Told
from services.api.features.changes.service import feeds_asked
from services.api.features.changes.service_snapshot import taken
from services.api.kernel.attachments import attachment
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.export_log import Taken, note_export
from services.api.kernel.exporting import ExportDesk, snapshot, titles

NAME, TITLE = "changes_snapshot", "变更全量快照"
GZIP = 16 + zlib.MAX_WBITS
MEDIA_TYPES = {Suffix.ndjson: "application/x-ndjson", Suffix.packed: "application/gzip"}
titles[NAME] = TITLE


def answers(suffix: Suffix) -> dict[int | str, dict[str, Any]]:
    """What the documentation says of the answer."""
    said = "one line for each row, between a line that names the place and one that counts the rows"
    form = {"type": "string"} if suffix is Suffix.ndjson else {"type": "string", "format": "binary"}
    return {200: {"description": said, "content": {MEDIA_TYPES[suffix]: {"schema": form}}}}


def snapshot_of(request: Request, ctx: Ctx, suffix: Suffix, asked: Told) -> Response:
    """The answer. Raises 422 `changes.entity`, 429 `rate.limited`; once asked 503 `export.busy`."""
    feeds_asked(asked.entity)
    desk: ExportDesk = request.app.state.exports
    desk.rates.charge(f"{ctx.principal.kind}:{ctx.principal.id}")
    return SnapshotResponse(Wanted(request.app.state.database, desk, ctx, suffix, asked))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, by whom, and through what."""

    database: Database
    desk: ExportDesk
    ctx: Ctx
    suffix: Suffix
    asked: Told


class SnapshotResponse(Response):
    """Reads and sends at once; until the first byte a problem is still a problem."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        super().__init__(media_type=MEDIA_TYPES[wanted.suffix])
        del self.headers["content-length"]
        del self.body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        wanted = self.wanted
        try:
            async with wanted.desk.slot(), snapshot(wanted.database) as session:
                ctx = replace(wanted.ctx, db=session)
                found = await taken(ctx, wanted.asked)
                await note_export(wanted.database, ctx, Taken(NAME, wanted.suffix.value, wanted.asked, found.rows))
                lines = packed(found.lines) if wanted.suffix is Suffix.packed else found.lines
                answer = StreamingResponse(lines, headers=self._names(ctx), media_type=self.media_type)
                await answer(scope, receive, send)
        except ClientDisconnect:
            return  # who asked has gone; the event stays

    def _names(self, ctx: Ctx) -> dict[str, str]:
        day, suffix = ctx.today.strftime("%Y%m%d"), self.wanted.suffix.value
        names = attachment(f"{NAME}-{day}.{suffix}", f"{TITLE}-{day}.{suffix}")
        return {"Content-Disposition": names, "Cache-Control": "no-store"}


async def packed(lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The lines as one gzip member."""
    packer = zlib.compressobj(wbits=GZIP)
    async for some in lines:
        if made := packer.compress(some):
            yield made
    yield packer.flush()
