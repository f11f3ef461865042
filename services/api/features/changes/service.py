"""The feed of changes: what happened to rows in the caller's scope, in the order of the log (architecture §7)."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.changes import queries
from services.api.features.changes.feeds import Feed, feeds_of
from services.api.features.changes.filters import ChangesAsked
from services.api.features.changes.rules import SPAN, Place, Sight, in_log, place_of, record_made_by
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.json_rows import page_json, row_json
from services.api.kernel.positions import log_head
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Scope


async def page(database: Database, ctx: Ctx, asked: ChangesAsked) -> bytes:
    """One page of changes for a caller, a `ChangesPage` as JSON. Two or three queries.

    Raises 410 `changes.resync`, 422 `changes.cursor`, `changes.entity`, `changes.two_places`.
    """
    feeds_asked(asked.entity)
    after = await _start(database, ctx.db, asked)
    return await page_for(ctx.db, ctx.scope, after, asked.limit, asked.entity, county_code=asked.county_code)


def feeds_asked(names: Sequence[str]) -> list[Feed]:
    """The kinds of rows of these names, all when none is named. Raises 422 `changes.entity` for an unknown one."""
    known = [feed.entity for feed in feeds_of(())]
    for name in names:
        if name not in known:
            raise problem_on("entity", "changes.entity", name=name, known="、".join(known))
    return feeds_of(names)


async def _start(database: Database, db: AsyncSession, asked: ChangesAsked) -> int:
    """The position to begin after. Raises 410 `changes.resync`, 422 `changes.cursor`, `changes.two_places`."""
    if asked.after is None:
        return await _within(database, db, asked.after_position or 0)
    if asked.after_position is not None:
        raise problem_on("after_position", "changes.two_places")
    place = place_of(asked.after)
    if place is None:
        raise problem_on("after", "changes.cursor")
    if not in_log(place, Place(*await log_head(db))):
        await _require_newest(database, place)
    return place.position


async def _within(database: Database, db: AsyncSession, position: int) -> int:
    """A position without its epoch, when the log has it."""
    if position:
        epoch, head = await log_head(db)
        if position > head:
            await _require_newest(database, Place(epoch, position))
    return position


async def _require_newest(database: Database, place: Place) -> None:
    """A reader may ask a replica that is behind the server it read from before: only the newest state can tell that a
    place is gone. Raises 410 `changes.resync`."""
    async with database.fresh_reader() as session:
        if not in_log(place, Place(*await log_head(session))):
            raise Problem("changes.resync")


async def page_for(
    db: AsyncSession,
    scope: Scope,
    after: int,
    limit: int,
    entities: Sequence[str] = (),
    *,
    county_code: str | None = None,
) -> bytes:
    """At most `limit` changes after a position, of all entities of the feed or some, as JSON. Two queries.

    The head is read first: what is between the last change told and it does not concern the caller, so the next
    cursor stands behind it. One page looks through at most SPAN positions. `county_code` keeps the rows of one
    region; a row that leaves it is told as a tombstone.
    """
    sight = Sight(scope, county_code)
    epoch, head = await log_head(db)
    until = max(after, min(head, after + SPAN))
    found = await queries.between(
        db, sight, [feed.entity for feed in feeds_of(entities)], after=after, until=until, most=limit + 1
    )
    cut = len(found) > limit
    rows = found[:limit]
    end = rows[-1].position if cut else until
    beside = {
        "next_cursor": str(Place(epoch, end)), "more": cut or until < head, "epoch": epoch, "as_of_position": head,
    }  # fmt: skip
    seen = cache(sight.has)  # a page tells of few counties
    items = (_item(row, gone=not seen((row.county_code, row.other_county_code))) for row in rows)
    return page_json(items, beside)


def position_of(cursor: str) -> int:
    """The position of a cursor that a page gave."""
    place = place_of(cursor)
    if place is None:
        raise ValueError(cursor)
    return place.position


def _item(row: Any, *, gone: bool) -> bytes:
    """A `ChangeItem`."""
    fields = {
        "position": row.position, "entity": row.entity, "id": row.id, "version": row.version, "action": row.action,
        "at": row.at, "county_code": None if gone else row.county_code,
        "other_county_code": None if gone else row.other_county_code, "tombstone": gone,
    }  # fmt: skip
    if gone:
        return row_json(fields, '"changes":{},"record":null')
    return row_json(fields, f'"changes":{row.changes},"record":{row.record or _first_record(row.changes)}')


def _first_record(changes: str) -> str:
    return to_json(record_made_by(from_json(changes))).decode()
