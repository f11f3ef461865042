"""Reviewing monthly reports: the queue, one report, accepting several, the chase list."""

from fastapi import APIRouter
from starlette.responses import Response

from services.web.api_client.base import ApiProblem
from services.web.api_client.regions import RegionsClient
from services.web.api_client.reports import ReportsClient
from services.web.downloads import files
from services.web.filters import Filters
from services.web.pages.account.views import own_path
from services.web.pages.reports.forms import text_of
from services.web.pages.reviews.forms import accept_items, picked
from services.web.pages.reviews.queue import (
    CHASE,
    CHASE_STATES,
    QUEUE,
    QUEUE_STATES,
    chase_query,
    is_same,
    is_waiting,
    may_pick,
    months_back,
    queue_query,
)
from services.web.visit import Visitor, see_other

router = APIRouter()


@router.get("/reviews")
async def queue(visit: Visitor) -> Response:
    """The reports that wait for a decision, longest waiting first; or those decided."""
    if visit.me.school is not None:
        return see_other("/reports")
    filters = Filters.of("/reviews", visit.request.query_params, QUEUE)
    found = await ReportsClient(visit.api).rows(queue_query(filters))
    deciding = any("accept" in row.allowed_actions for row in found.items)
    context = {
        "filters": filters,
        "waiting": is_waiting(filters),
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("reports", queue_query(filters)),
        "deciding": deciding,
        "same": sum(1 for row in found.items if is_same(row)),
        "is_same": is_same,
        "may_pick": may_pick,
        "pickable": any(may_pick(row) for row in found.items),
        "counties": await RegionsClient(visit.api).counties(visit.me.region_code),
        "select": visit.request.query_params.get("select", ""),
        "states": list(QUEUE_STATES.items()),
        "months": months_back(),
    }
    return visit.page("reviews/queue.html", context)


@router.get("/reviews/start")
async def start(visit: Visitor) -> Response:
    """开始审核: the report that waits longest."""
    found = await ReportsClient(visit.api).rows({"waiting": True, "limit": 1})
    return see_other(f"/reviews/{found.items[0].id}" if found.items else "/reviews")


@router.post("/reviews/accept")
async def accept_several(visit: Visitor) -> Response:
    """受理所选: ask first, then accept each for itself."""
    typed = await visit.form()
    back = own_path(text_of(typed, "back")) if text_of(typed, "back") else "/reviews"
    items = accept_items(typed)
    if items is None:
        visit.say("还没有选月报。先在左边打勾。")
        return see_other(back)
    if text_of(typed, "do") != "accept":
        names = {each.id: text_of(typed, f"name.{each.id}") for each in items.items}
        return visit.page("reviews/accept.html", {"items": items.items, "back": back, "names": names})
    done = await ReportsClient(visit.api).accept_many(items)
    refused = [each for each in done.results if not each.accepted]
    count = len(done.results) - len(refused)
    if not refused:
        visit.say(f"已受理{count}份。")
        return see_other(back)
    names = {each.id: text_of(typed, f"name.{each.id}") for each in refused}
    return visit.page("reviews/accepted.html", {"count": count, "refused": refused, "names": names, "back": back})


@router.get("/reviews/chase")
async def chase(visit: Visitor) -> Response:
    """催报名单: who has not reported yet."""
    if visit.me.school is not None:
        return see_other("/reports")
    filters = Filters.of("/reviews/chase", visit.request.query_params, CHASE)
    found = await ReportsClient(visit.api).rows(chase_query(filters))
    chosen = filters.get("status")
    pills = [
        (text, found.count if code == chosen else None, filters.href(status=code), code == chosen)
        for code, text in CHASE_STATES.items()
    ]
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        "pills": pills,
        "counties": await RegionsClient(visit.api).counties(visit.me.region_code),
        "may_remind": any("remind" in row.allowed_actions for row in found.items),
        **filters.turns(found),
        "files": files("reports", chase_query(filters)),
        "select_all": visit.request.query_params.get("select") == "all",
        "months": months_back(),
    }
    return visit.page("reviews/chase.html", context)


@router.post("/reviews/remind")
async def remind(visit: Visitor) -> Response:
    """提醒所选学校, at most once a day each."""
    typed = await visit.form()
    back = own_path(text_of(typed, "back")) if text_of(typed, "back") else "/reviews/chase"
    ids = picked(typed)
    if not ids:
        visit.say("还没有选学校。先在左边打勾。")
        return see_other(back)
    try:
        told = await ReportsClient(visit.api).remind(ids)
    except ApiProblem as problem:
        if problem.status != 409:
            raise
        visit.say(problem.detail)
        return see_other(back)
    again = f"{told.already_today}所今天已提醒过，没有再发。" if told.already_today else ""
    visit.say((f"已提醒{told.reminded}所学校。" if told.reminded else "没有再发提醒。") + again)
    return see_other(back)
