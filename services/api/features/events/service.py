"""The log of changes: audit and timeline (architecture §7). No event holds a name or typed text."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.events import queries
from services.api.features.events.filters import EventFilter, EventsAsked
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.json_rows import page_json, row_json
from services.api.kernel.paging import PageAsked
from services.api.kernel.positions import head_position
from services.contracts.base import Page
from services.contracts.statistics import EventOut


async def listing(ctx: Ctx, asked: EventFilter) -> bytes:
    """Events in the order of their positions, a page of `EventOut` as JSON.

    `next_cursor` is the last position, null at the end: the `after` of the next page, or with `newest_first` its
    `before`. An event has its position a moment after its commit: what has none yet comes with a later page. Who acted
    and where are read now, for those who may see accounts (E-72.1). Four queries.
    """
    head = await head_position(ctx.db)
    found = await queries.listed(ctx.db, ctx.scope, asked)
    rows = found[: asked.limit]
    more = len(found) > asked.limit
    actors = await accounts.actors(ctx, {row.actor_id for row in rows if row.actor_kind == "user" and row.actor_id})
    codes = {code for row in rows for code in (row.county_code, row.other_county_code) if code}
    named = await regions.names(ctx.db, codes)
    beside = {
        "next_cursor": str(rows[-1].position) if more else None, "prev_cursor": None, "count": None,
        "as_of_position": head,
    }  # fmt: skip
    return page_json((_written(row, actors, named) for row in rows), beside)


async def pages(ctx: Ctx, asked: EventsAsked, page: PageAsked) -> Page[EventOut]:
    """The same by cursor, with a count, as every other list goes."""
    given = {each.name: getattr(asked, each.name) for each in fields(EventsAsked)}
    if page.cursor is not None:
        given["before" if asked.newest_first else "after"] = int(page.cursor)
    found = Page[EventOut].model_validate_json(await listing(ctx, EventFilter(**given, limit=page.limit)))
    count = await queries.counted(ctx.db, ctx.scope, asked) if page.count else None
    return found.model_copy(update={"count": count})


def _written(row: Any, actors: Mapping[UUID, accounts.Actor], named: Mapping[str, str]) -> bytes:
    """An `EventOut`."""
    actor = actors.get(row.actor_id)
    fields = {
        "id": row.id, "position": row.position, "entity": row.entity, "entity_id": row.entity_id,
        "entity_version": row.entity_version, "action": row.action, "actor_kind": row.actor_kind,
        "actor_id": row.actor_id, "actor_name": actor.name if actor else None,
        "actor_role": actor.role if actor else None, "on_behalf_of": row.on_behalf_of, "request_id": row.request_id,
        "county_code": row.county_code, "county_name": named.get(row.county_code, ""),
        "other_county_code": row.other_county_code, "other_county_name": named.get(row.other_county_code or "", ""),
        "at": row.at,
    }  # fmt: skip
    return row_json(fields, f'"changes":{row.changes}')
