"""All changes that may have made a correction: those named with it and the rest of them, page by page."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from services.api.features.periods import queries, rules, service
from services.api.features.periods.service_closing import window_of
from services.api.features.periods.service_correcting import read_change
from services.api.features.statistics import service_freezing as freezing
from services.api.features.statistics import service_frozen as frozen
from services.api.kernel.context import Ctx, require
from services.api.kernel.paging import PageAsked, decode_cursor, encode_cursor
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.periods import CorrectionEvent

AT_ONCE = 1000
"""Changes that are looked at for one page; it may hold fewer than were asked for and say that there are more."""


async def causes(ctx: Ctx, period_id: UUID, correction_id: UUID, paging: PageAsked) -> Page[CorrectionEvent]:
    """The changes in the order of the log, as the worker chose them. Five queries.

    Raises 403 for who may not read the log; 404; 422 `page.cursor`.
    """
    require(ctx, Permission.event_read)
    period = await service.visible(ctx, period_id)
    row = await queries.correction(ctx.db, period.id, correction_id)
    if row is None or not _told(ctx, row):
        raise Problem("resource.not_found")
    after = row.after_position
    if paging.cursor:
        after = max(after, decode_cursor(paging.cursor, [int]).keys[0])
    positions, next_after = await _positions(ctx, period, row, after, paging.limit)
    events = await queries.at_positions(ctx.db, positions)
    return Page(
        items=[CorrectionEvent.model_validate(each) for each in sorted(events, key=lambda row: row.position)],
        next_cursor=None if next_after is None else encode_cursor([next_after]),
        count=row.event_count if paging.count else None,
    )


def _told(ctx: Ctx, row: Any) -> bool:
    apart = frozen.is_apart(row.indicator) and not frozen.sees_all(ctx.principal, row.indicator)
    return ctx.principal.covers(row.county_code) and not apart


async def _positions(ctx: Ctx, period: Any, row: Any, after: int, limit: int) -> tuple[Collection[int], int | None]:
    """Positions of one page, and after which one the next begins; None at the end."""
    days = freezing.days_of(window_of(period), row.indicator)
    entities = freezing.followed()[row.indicator]
    read = await queries.events_between(
        ctx.db, row.county_code, after=after, to=row.position, entities=entities, most=AT_ONCE
    )
    found = [each.position for each in read if rules.concerns(read_change(each), days)]
    if len(found) > limit:
        return found[:limit], found[limit - 1]
    return found, read[-1].position if len(read) == AT_ONCE else None
