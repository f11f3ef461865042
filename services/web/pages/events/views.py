"""操作记录: what changed, newest first, in windows of positions."""

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.statistics import EventOut
from services.web.api_client.events import EventsClient
from services.web.filters import ID, Allowed, Filters
from services.web.pages.events import words
from services.web.visit import Visit, Visitor

router = APIRouter()
WINDOW = 100
MOST = 200
LONGEST_POSITION = 15
KNOWN: dict[str, Allowed] = {"entity": tuple(words.ENTITIES), "entity_id": ID}


@router.get("/events")
async def events(visit: Visitor) -> Response:
    """The newest changes of the region, or those of one kind or one record."""
    filters = Filters.of("/events", visit.request.query_params, KNOWN)
    rows, until, head = await _window(visit, filters)
    earlier = until - WINDOW
    context = {
        "filters": filters,
        "rows": list(reversed(rows)),
        "entities": list(words.ENTITIES.items()),
        "words": words,
        "earlier": filters.href(until=str(earlier)) if earlier > 0 and not filters.get("entity_id") else "",
        "later": filters.href() if until < head else "",
    }
    return visit.page("events/list.html", context)


async def _window(visit: Visit, filters: Filters) -> tuple[list[EventOut], int, int]:
    """Return the changes up to a position, oldest first, with that position and the newest one."""
    client = EventsClient(visit.api)
    if filters.get("entity_id"):
        found = await client.rows({**filters.values, "limit": MOST})
        return found.items, 0, 0
    typed = visit.request.query_params.get("until", "")
    until = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_POSITION else 0
    if not until:
        until = (await client.rows({"limit": 1})).as_of_position or 0
    found = await client.rows({**filters.values, "after": max(until - WINDOW, 0), "limit": WINDOW})
    return [row for row in found.items if (row.position or 0) <= until], until, found.as_of_position or until
