"""日程: a month day by day, and everything of one day."""

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import AgendaKind
from services.web.api_client.agenda import AgendaClient
from services.web.downloads import files
from services.web.filters import DAY, MONTH, Allowed, Filters, choices
from services.web.months import month_after, this_month
from services.web.pages.agenda import words
from services.web.visit import Visitor

router = APIRouter()
KNOWN: dict[str, Allowed] = {"month": MONTH, "on": DAY, "kind": AgendaKind}


@router.get("/agenda")
async def agenda(visit: Visitor) -> Response:
    """The month asked for, this month without one; with a day everything of it."""
    filters = Filters.of("/agenda", visit.request.query_params, KNOWN)
    on = words.day_asked(filters.get("on"))
    client = AgendaClient(visit.api)
    if on is not None:
        asked = {"on": on.isoformat(), "kind": filters.get("kind")}
        found = await client.items({**filters.query(), **asked, "month": ""})
        everything: dict[str, object] = {
            "on": on, "rows": found.items, "count": found.count, **filters.turns(found), "filters": filters,
            "kinds": choices(AgendaKind), "files": files("agenda", asked), "words": words,
            "back": f"/agenda?month={on:%Y-%m}",
        }  # fmt: skip
        return visit.page("agenda/day.html", everything)
    month = filters.get("month") or this_month()
    context = {
        "month": month,
        "weeks": words.weeks(await client.month(month)),
        "before": f"/agenda?month={month_after(month, -1)}",
        "after": f"/agenda?month={month_after(month)}",
        "back": "/agenda" if month != this_month() else "",
        "words": words,
    }
    return visit.page("agenda/month.html", context)
