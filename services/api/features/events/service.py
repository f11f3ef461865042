"""The log of changes: audit and timeline (architecture §7). Never a name, never typed text."""

from typing import Any

from services.api.features.events import queries
from services.api.features.events.filters import EventFilter
from services.api.kernel.context import Ctx
from services.api.kernel.positions import head_position
from services.contracts.base import Page
from services.contracts.statistics import EventOut


async def listing(ctx: Ctx, asked: EventFilter) -> Page[EventOut]:
    """Events in the order of their positions; `next_cursor` is the `after` of the next page, null at the end.

    An event has its position a moment after its commit: what has none yet comes with a later page. Two queries.
    """
    head = await head_position(ctx.db)
    found = await queries.after(ctx.db, ctx.scope, asked)
    rows = found[: asked.limit]
    more = len(found) > asked.limit
    return Page(
        items=[_out(row) for row in rows],
        next_cursor=str(rows[-1].position) if more else None,
        as_of_position=head,
    )


def _out(row: Any) -> EventOut:
    return EventOut(
        id=str(row.id), position=row.position, entity=row.entity, entity_id=str(row.entity_id),
        entity_version=row.entity_version, action=row.action, actor_kind=row.actor_kind,
        actor_id=str(row.actor_id) if row.actor_id else None,
        on_behalf_of=str(row.on_behalf_of) if row.on_behalf_of else None, request_id=row.request_id,
        changes=row.changes, county_code=row.county_code, other_county_code=row.other_county_code, at=row.at,
    )  # fmt: skip
