"""谁在哪里: a school's people in and out on a day, an office's schools and list; for the past and the future too."""

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import DayState, Direction, ExchangeMode, Role
from services.web import clock
from services.web.api_client.base import Query
from services.web.api_client.regions import RegionsClient
from services.web.api_client.whereabouts import WhereaboutsClient
from services.web.downloads import files
from services.web.filters import DAY, ID, REGION, Allowed, Filters, choices
from services.web.pages.whereabouts import words
from services.web.visit import Visit, Visitor

router = APIRouter()
VIEWS = ("people", "schools")
KNOWN: dict[str, Allowed] = {
    "on": DAY,
    "view": VIEWS,
    "school_id": ID,
    "county_code": REGION,
    "mode": ExchangeMode,
    "direction": Direction,
    "state": DayState,
}
SHOWN = ("on", "mode", "direction", "state", "county_code")


@router.get("/whereabouts")
async def whereabouts(visit: Visitor) -> Response:
    """The day asked for, today without one."""
    filters = Filters.of("/whereabouts", visit.request.query_params, KNOWN)
    on = words.day_asked(filters.get("on"))
    query = {**filters.query(on=on.isoformat()), "view": ""}
    before, after = words.beside(on)
    by_school = _is_office(visit) and filters.get("view") != "people" and not filters.get("school_id")
    context = {
        "filters": filters,
        "on": on,
        "today": clock.today(),
        "title": words.title(on),
        "before": filters.href(on=before),
        "after": filters.href(on=after),
        "back": filters.href(on="") if on != clock.today() else "",
        "views": _views(filters, by_school=by_school) if _is_office(visit) else [],
        "modes": choices(ExchangeMode),
        "directions": choices(Direction),
        "states": choices(DayState),
        "words": words,
    }
    if by_school:
        return await _by_school(visit, filters, query, context)
    return await _people(visit, filters, query, context)


def _is_office(visit: Visit) -> bool:
    return visit.me.school is None and visit.me.role is not Role.teacher


def _views(filters: Filters, *, by_school: bool) -> list[tuple[str, str, bool]]:
    return [
        ("按学校", filters.href(view="", school_id="", state=""), by_school),
        ("名单", filters.href(view="people", school_id=""), not by_school),
    ]


async def _by_school(visit: Visit, filters: Filters, query: Query, context: dict[str, object]) -> Response:
    client = WhereaboutsClient(visit.api)
    found = await client.schools(query)
    narrowed = {name: value for name, value in query.items() if name not in {"cursor", "limit", "count"}}
    more = {
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("school_whereabouts", query),
        "meta": words.numbers(await client.day(narrowed)),
        "counties": [],
    }
    return visit.page("whereabouts/schools.html", {**context, **more})


async def _people(visit: Visit, filters: Filters, query: Query, context: dict[str, object]) -> Response:
    found = await WhereaboutsClient(visit.api).rows(query)
    counties = await RegionsClient(visit.api).counties(visit.me.region_code) if _is_office(visit) else []
    more = {
        "groups": words.groups(found.items, visit.me.role),
        "count": found.count,
        **filters.turns(found),
        "files": files("whereabouts", query),
        "meta": f"{found.count}人" if found.count else "",
        "counties": counties,
    }
    return visit.page("whereabouts/people.html", {**context, **more})
