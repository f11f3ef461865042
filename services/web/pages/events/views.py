"""操作记录: what changed, newest first, narrowed to days, a kind, a person, a school or one record."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.statistics import EventOut
from services.web.api_client.base import ApiProblem, Query
from services.web.api_client.events import EventsClient
from services.web.api_client.schools import SchoolsClient
from services.web.downloads import files
from services.web.filters import DAY, ID, Allowed, Filters
from services.web.pages.events import words
from services.web.visit import Visit, Visitor

router = APIRouter()
ROWS = 50
LONGEST_POSITION = 15
KNOWN: dict[str, Allowed] = {
    "entity": tuple(words.ENTITIES),
    "entity_id": ID,
    "actor_id": ID,
    "school_id": ID,
    "from_on": DAY,
    "to_on": DAY,
}


@router.get("/events")
async def events(visit: Visitor) -> Response:
    """The newest changes of the region as far as they are asked for."""
    filters = Filters.of("/events", visit.request.query_params, KNOWN)
    typed = visit.request.query_params.get("before", "")
    before = typed if typed.isdecimal() and len(typed) <= LONGEST_POSITION else ""
    asked: Query = {**filters.values, "newest_first": True, "limit": ROWS, **({"before": before} if before else {})}
    found = await EventsClient(visit.api).rows(asked)
    context = {
        "filters": filters,
        "rows": found.items,
        "entities": list(words.ENTITIES.items()),
        "words": words,
        "files": files("events", {**filters.values, "newest_first": True}),
        "only": await _only(visit, filters, found.items),
        "record": _record(visit, filters, found.items),
        "earlier": filters.href(before=found.next_cursor) if found.next_cursor else "",
        "later": filters.href() if before else "",
    }
    return visit.page("events/list.html", context)


async def _only(visit: Visit, filters: Filters, rows: Sequence[EventOut]) -> list[tuple[str, str]]:
    """Return what narrows the list beside the bar, in words, with the address without it. One call at most."""
    found = []
    if filters.get("actor_id"):
        named = next((words.actor(row) for row in rows), "") or "一个人"
        found.append((f"只看{named}办的", filters.href(actor_id="")))
    if filters.get("school_id"):
        found.append((f"只看{await _school(visit, filters.get('school_id'))}的", filters.href(school_id="")))
    if filters.get("entity_id"):
        found.append(("只看一条记录的经过", filters.href(entity_id="", entity="")))
    return found


def _record(visit: Visit, filters: Filters, rows: Sequence[EventOut]) -> str:
    return words.href(rows[0], visit.me.permissions) if filters.get("entity_id") and rows else ""


async def _school(visit: Visit, school_id: str) -> str:
    try:
        name: str = (await SchoolsClient(visit.api).detail(school_id)).name
    except ApiProblem:
        return "一所学校"
    return name
