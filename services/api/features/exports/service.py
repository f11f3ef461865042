"""Downloads as people see them. No name and no typed text is kept with them (E-72)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.exports import queries
from services.api.features.exports.filters import ExportFilter
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import titles
from services.api.kernel.paging import PageAsked, page_of
from services.contracts.base import Page
from services.contracts.exports import ExportOut


async def listing(ctx: Ctx, asked: ExportFilter, page: PageAsked) -> Page[ExportOut]:
    """One page of downloads, the newest first. Three queries, four with a count."""
    found = await page_of(
        ctx.db, queries.listed(ctx.principal, asked.list_name), page, [(queries.L.id, UUID)], descending=True
    )
    actors = await accounts.actors(ctx, {row.actor_id for row in found.rows if row.actor_kind == "user"})
    named = await regions.names(ctx.db, {row.county_code for row in found.rows})
    return Page(
        items=[_out(ctx, row, actors, named) for row in found.rows],
        **found.around(),
    )


def _out(ctx: Ctx, row: Any, actors: Mapping[UUID, accounts.Actor], named: Mapping[str, str]) -> ExportOut:
    actor = actors.get(row.actor_id)
    return ExportOut(
        id=row.id, at=row.created_at, list_name=row.list_name, list_label=titles.get(row.list_name, row.list_name),
        format=row.format, filters=row.filters, row_count=row.row_count, county_code=row.county_code,
        county_name=named.get(row.county_code, ""), actor_kind=row.actor_kind, actor_id=row.actor_id,
        actor_name=actor.name if actor else None, actor_role=actor.role if actor else None,
        own=row.actor_id == ctx.principal.id, reason=row.reason,
    )  # fmt: skip
