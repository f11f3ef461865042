"""A list as a file, handed through from the API piece by piece; and which ones were taken, by whom."""

import json

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.codes import Role
from services.web.api_client.base import ApiError, Query, Sending
from services.web.api_client.exports import ExportsClient
from services.web.downloads import LISTS, SUFFIXES, files
from services.web.filters import Allowed, Filters
from services.web.forms import Form, again
from services.web.pages.downloads import words
from services.web.passing import SECONDS, list_file, passed_on
from services.web.visit import Visit, Visitor

router = APIRouter()
NOT_FOUND = 404
KNOWN: dict[str, Allowed] = {"list_name": tuple(words.LABELS)}
ANYTHING = {"Accept": "*/*"}


@router.get("/downloads/{name}.{suffix}")
async def download(visit: Visitor, name: str, suffix: str) -> Response:
    """下载表格: the same filters as the list; the API decides what may be seen and notes who took it."""
    if name not in LISTS or suffix not in SUFFIXES:
        raise HTTPException(NOT_FOUND)
    return await list_file(visit.api, f"{LISTS[name]}.{suffix}", visit.request.query_params)


def _asked(visit: Visit) -> Query:
    params = visit.request.query_params
    return {key: params.getlist(key) for key in params}


@router.get("/exports")
async def exports(visit: Visitor) -> Response:
    """下载记录: one's own downloads, the newest first; administrators and auditors see everybody's."""
    filters = Filters.of("/exports", visit.request.query_params, KNOWN)
    found = await ExportsClient(visit.api).rows(filters.query())
    context = {
        "rows": found.items,
        "count": found.count,
        "filters": filters,
        "lists": list(words.LABELS.items()),
        "words": words,
        "files": files("exports", filters.query()),
        "of_all": visit.me.role in {Role.administrator, Role.auditor},
        **filters.turns(found),
    }
    return visit.page("downloads/list.html", context)


@router.get("/exports/identified")
async def ask_identified(visit: Visitor) -> Response:
    """下载含身份证号的表: ask why."""
    if not {"person.unmask", "staff.read"} <= set(visit.me.permissions):
        raise HTTPException(NOT_FOUND)
    return visit.page("downloads/identified.html", _context(visit, Form()))


def _context(visit: Visit, form: Form) -> dict[str, object]:
    query = visit.request.url.query
    return {"form": form, "query": f"?{query}" if query else "", "formats": list(words.FORMATS.items())}


@router.post("/exports/identified")
async def identified(visit: Visitor) -> Response:
    """The table of staff with whole identity numbers; the API keeps who took it and why."""
    form = Form.of(await visit.form())
    suffix = form.value("suffix") if form.value("suffix") in SUFFIXES else "xlsx"
    sending = Sending(
        "POST", f"/staff/identified.{suffix}", _asked(visit), json.dumps({"reason": form.value("reason")}),
        headers={**ANYTHING, "Content-Type": "application/json"}, streamed=True, timeout=SECONDS,
    )  # fmt: skip
    try:
        return passed_on(await visit.api.exchange(sending))
    except ApiError as error:
        status = form.take(error)
        return again(visit, "downloads/identified.html", _context(visit, form), form, status)
