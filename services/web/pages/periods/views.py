"""封存的月份和学年: which there are, closing one early, their numbers, and what was corrected since."""

import re
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.codes import PeriodKind
from services.contracts.periods import FrozenAnswer
from services.web.api_client.base import Query
from services.web.api_client.periods import PeriodsClient
from services.web.api_client.regions import NATION, RegionsClient
from services.web.downloads import SUFFIXES, files
from services.web.filters import REGION, Allowed, Filters, choices
from services.web.months import school_year_of_month
from services.web.pages.periods import words
from services.web.pages.periods.asked import FrozenAsked
from services.web.pages.statistics import words as numbers_words
from services.web.pages.statistics.chart import drawn
from services.web.pages.statistics.lines import table
from services.web.passing import list_file
from services.web.visit import Visit, Visitor
from services.web.wording import month_of_year, school_year

router = APIRouter()
PATH = "/statistics/periods"
TRAIL = [("统计", "/statistics"), ("封存的数", PATH)]
KNOWN: dict[str, Allowed] = {"kind": PeriodKind, "region_code": REGION}
INDICATOR = re.compile(r"[A-Z]+-\d{1,3}[a-z]?")
NOT_FOUND = 404


@router.get(PATH)
async def periods(visit: Visitor) -> Response:
    """Every closed period of the province, what closes next, and what may be closed now."""
    filters = Filters.of(PATH, visit.request.query_params, KNOWN)
    client = PeriodsClient(visit.api)
    found = await client.rows(filters.query())
    whole = visit.me.region_code == NATION
    region = filters.get("region_code") if whole else ""
    still = await client.open(region) if region or not whole else None
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("periods", filters.query()),
        "kinds": choices(PeriodKind),
        "whole": whole,
        "provinces": await RegionsClient(visit.api).counties(NATION) if whole and still is None else [],
        "still": still,
        "next_one": words.next_to_close(still.items) if still else "",
        "words": words,
    }
    return visit.page("periods/list.html", context)


@router.get(f"{PATH}/{{period_id}}")
async def period(visit: Visitor, period_id: UUID) -> Response:
    """The frozen numbers of a region, one line an indicator."""
    path = f"{PATH}/{period_id}"
    filters = Filters.of(path, visit.request.query_params, {"region_code": REGION})
    found = await PeriodsClient(visit.api).listing(str(period_id), filters.get("region_code"))
    groups = groupby(sorted(found.items, key=words.place), key=lambda each: each.subject)
    context = {
        "found": found,
        "period": found.period,
        "filters": filters,
        "query": f"?region_code={found.region_code}" if filters.get("region_code") else "",
        "groups": [(subject.label, list(items)) for subject, items in groups],
        "regions": [(each.code, each.name) for each in found.regions],
        "words": words,
        "trail": [*TRAIL, (found.period.name, "")],
    }
    return visit.page("periods/one.html", context)


@router.get(f"{PATH}/{{period_id}}/{{indicator}}")
async def indicator_numbers(visit: Visitor, period_id: UUID, indicator: str) -> Response:
    """The frozen numbers of one indicator by one dimension, and its corrections."""
    _check(indicator)
    path = f"{PATH}/{period_id}/{indicator}"
    filters = Filters.of(path, visit.request.query_params, FrozenAsked.KNOWN)
    client = PeriodsClient(visit.api)
    found = await client.numbers(str(period_id), indicator, FrozenAsked.query(filters))
    asked = FrozenAsked(found, filters)
    about: Query = {"region_code": found.region_code, "indicator": indicator, "limit": 50, "count": True}
    since = await client.corrections(str(period_id), about)
    shown = table(asked, found)
    name = f"{month_of_year(found.month)}" if found.month else f"{school_year(found.school_year)}学年"
    context = {
        "asked": asked,
        "definition": found.definition,
        "found": found,
        "table": shown,
        "chart": drawn(found, shown.lines),
        "filters": filters,
        "period_id": period_id,
        "name": name,
        "live": _live(found, asked),
        "files": [(text, f"{path}/table.{suffix}?{_of_files(asked)}") for suffix, text in SUFFIXES.items()],
        "corrections": [words.corrected(each) for each in since.items],
        "correction_count": since.count,
        "may_trace": "event.read" in visit.me.permissions,
        "words": numbers_words,
        "trail": [*TRAIL, (name, f"{PATH}/{period_id}?region_code={found.region_code}"), (found.definition.name, "")],
    }
    return visit.page("periods/numbers.html", context)


def _check(indicator: str) -> None:
    if not INDICATOR.fullmatch(indicator):
        raise HTTPException(NOT_FOUND)


def _of_files(asked: FrozenAsked) -> str:
    return urlencode({name: value for name, value in FrozenAsked.query(asked.filters).items() if value})


def _live(found: FrozenAnswer, asked: FrozenAsked) -> str:
    """The address of the same question as of now."""
    year = school_year_of_month(found.month) if found.month else found.school_year
    when = {"school_year": str(year), "month": found.month or ""}
    return Filters(
        f"/statistics/{found.indicator}", {"region_code": found.region_code, **when, "group": asked.group}
    ).href()


@router.get(f"{PATH}/{{period_id}}/{{indicator}}/table.{{suffix}}")
async def numbers_file(visit: Visitor, period_id: UUID, indicator: str, suffix: str) -> Response:
    """下载表格: the same numbers as a file of the API."""
    _check(indicator)
    return await _file(visit, f"/periods/{period_id}/statistics/{indicator}", suffix)


async def _file(visit: Visit, path: str, suffix: str) -> Response:
    if suffix not in SUFFIXES:
        raise HTTPException(NOT_FOUND)
    return await list_file(visit.api, f"{path}.{suffix}", visit.request.query_params)
