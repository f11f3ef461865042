"""The log of changes over HTTP."""

from typing import Annotated

from fastapi import Depends, Response

from services.api.features.events import service
from services.api.features.events.filters import EventFilter, EventsAsked
from services.api.features.events.service_sheet import EVENTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.json_rows import written
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.statistics import EventOut

router = strict_router("events", "/api/v1/events", from_replica=True)
Reader = Annotated[Ctx, needs(Permission.event_read)]


@router.get("", response_model=Page[EventOut])
async def list_events(ctx: Reader, asked: Annotated[EventFilter, Depends()]) -> Response:
    """What changed in the caller's counties, oldest first; go on with `after=` the last position seen.

    With `newest_first` the other way round; go on with `before=`.
    """
    return written(await service.listing(ctx, asked))


offer(router, EVENTS, needs(Permission.event_read), EventsAsked, service.pages)
