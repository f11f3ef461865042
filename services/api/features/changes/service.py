"""The feed of changes: what happened to rows in the caller's scope, in the order of the log (architecture §7)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.changes import queries
from services.api.features.changes.feeds import entities as all_entities
from services.api.features.changes.filters import ChangesAsked
from services.api.features.changes.rules import SPAN, Place, Sight, in_log, place_of, record_after
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.positions import log_head
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Scope
from services.contracts.changes import ChangeItem, ChangesPage


async def page(database: Database, ctx: Ctx, asked: ChangesAsked) -> ChangesPage:
    """One page of changes for a caller. Two or three queries.

    Raises 410 `changes.resync`, 422 `changes.cursor`, `changes.entity`, `changes.two_places`.
    """
    require_known(asked.entity)
    after = await _start(database, ctx.db, asked)
    return await page_for(ctx.db, ctx.scope, after, asked.limit, asked.entity, county_code=asked.county_code)


def require_known(names: Sequence[str]) -> None:
    """Raises 422 `changes.entity` for a name that is none of the feed's."""
    known = all_entities()
    for name in names:
        if name not in known:
            raise problem_on("entity", "changes.entity", name=name, known="、".join(known))


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
) -> ChangesPage:
    """At most `limit` changes after a position, of all entities of the feed or some. Two queries.

    The head is read first: what is between the last change told and it does not concern the caller, so the next
    cursor stands behind it. One page looks through at most SPAN positions. `county_code` keeps the rows of one
    region; a row that leaves it is told as a tombstone.
    """
    sight = Sight(scope, county_code)
    epoch, head = await log_head(db)
    until = max(after, min(head, after + SPAN))
    found = await queries.between(db, sight, list(entities) or all_entities(), after=after, until=until, most=limit + 1)
    cut = len(found) > limit
    rows = found[:limit]
    end = rows[-1].position if cut else until
    return ChangesPage(
        items=[_item(row, sight) for row in rows],
        next_cursor=str(Place(epoch, end)),
        more=cut or until < head,
        epoch=epoch,
        as_of_position=head,
    )


def position_of(cursor: str) -> int:
    """The position of a cursor that a page gave."""
    place = place_of(cursor)
    if place is None:
        raise ValueError(cursor)
    return place.position


def _item(row: Any, sight: Sight) -> ChangeItem:
    gone = not sight.has((row.county_code, row.other_county_code))
    return ChangeItem(
        position=row.position, entity=row.entity, id=row.entity_id, version=row.entity_version, action=row.action,
        at=row.at, tombstone=gone, county_code=None if gone else row.county_code,
        other_county_code=None if gone else row.other_county_code, changes={} if gone else row.changes,
        record=None if gone else record_after(row.record, row.changes),
    )  # fmt: skip
