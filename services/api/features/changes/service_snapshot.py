"""All rows that a caller may keep a copy of, as lines of JSON that name their place in the log."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.api.features.changes import queries
from services.api.features.changes.feeds import Feed
from services.api.features.changes.filters import Told
from services.api.features.changes.rules import Place, Sight
from services.api.features.changes.service import feeds_asked
from services.api.kernel.context import Ctx
from services.api.kernel.events import plain
from services.api.kernel.paging import RowStream
from services.api.kernel.positions import log_head

BATCH = 500
"""Rows read and sent at once."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the rows in sight: where it stands in the log, how many rows, and the lines themselves."""

    place: Place
    rows: int
    lines: AsyncIterator[bytes]


async def taken(ctx: Ctx, asked: Told) -> Snapshot:
    """The snapshot of what `ctx.db` sees; its session must live until the last line is read.

    The place is read before the rows: what is written in between comes again as a change, and is never lost.
    Raises 422 `changes.entity`.
    """
    feeds, sight = feeds_asked(asked.entity), Sight(ctx.scope, asked.county_code)
    place = Place(*await log_head(ctx.db))
    rows = await queries.counted(ctx.db, sight, feeds)
    return Snapshot(place, rows, _lines(ctx, sight, feeds, place))


async def _lines(ctx: Ctx, sight: Sight, feeds: Sequence[Feed], place: Place) -> AsyncIterator[bytes]:
    head = {"epoch": str(place.epoch), "position": place.position, "cursor": str(place), "at": plain(ctx.now)}
    yield _line(head | {"entities": [feed.entity for feed in feeds]})
    count = 0
    for feed in feeds:
        statement, stream = queries.present(sight, feed), RowStream()
        while rows := await stream.take(ctx.db, statement, BATCH):
            count += len(rows)
            yield b"".join(_line(_told(feed, row)) for row in rows)
    yield _line({"rows": count})


def _told(feed: Feed, row: Any) -> dict[str, Any]:
    said = row._mapping  # noqa: SLF001 - the public name of a row's columns in SQLAlchemy
    other = said.get("county_1")
    return {
        "entity": feed.entity, "id": str(row.id), "version": row.version, "county_code": row.county_0,
        "other_county_code": other if other != row.county_0 else None,
        "record": {name: plain(said[name]) for name in feed.model.event_fields},
    }  # fmt: skip


def _line(said: dict[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
