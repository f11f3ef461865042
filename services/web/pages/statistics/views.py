"""统计: all indicators at a glance, one of them with everything it is made of, and the rows behind a number."""

import re
from collections.abc import Mapping
from itertools import groupby
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.indicators import IndicatorAnswer, IndicatorOut
from services.web.api_client.base import ApiProblem
from services.web.api_client.statistics import StatisticsClient
from services.web.downloads import SUFFIXES
from services.web.filters import REGION, YEAR, Filters, choices
from services.web.pages.statistics import behind, overview, words
from services.web.pages.statistics.asked import SHOWN_FILTERS, Asked, known, years
from services.web.pages.statistics.chart import drawn
from services.web.pages.statistics.lines import table
from services.web.passing import list_file
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
NOT_FOUND, REFUSED = 404, 422
AN_ID = re.compile(r"[A-Z]+-\d{1,3}[a-z]?")
"""What an indicator is called in the address; other words are those of addresses long gone."""


@router.get("/statistics")
async def statistics(visit: Visitor) -> Response:
    """总览 of the indicators; who comes from the filter bar goes on to the chosen one."""
    chosen = visit.request.query_params.get("indicator", "")
    if AN_ID.fullmatch(chosen):
        kept = {name: value for name, value in visit.request.query_params.items() if name != "indicator" and value}
        return see_other(f"/statistics/{chosen}" + (f"?{urlencode(kept)}" if kept else ""))
    filters = Filters.of("/statistics", visit.request.query_params, {"school_year": YEAR, "region_code": REGION})
    found = await StatisticsClient(visit.api).overview(filters.values)
    groups = groupby(sorted(found.indicators, key=overview.place), key=lambda each: each.subject)
    context = {
        "filters": filters,
        "found": found,
        "groups": [(subject.label, [overview.line(each, filters) for each in items]) for subject, items in groups],
        "behind": [overview.county(each, found.school_year) for each in found.behind],
        "years": years(),
        "own": found.region_code == visit.me.region_code,
    }
    return visit.page("statistics/overview.html", context)


async def _definition(visit: Visit, indicator: str) -> tuple[IndicatorOut, list[tuple[str, str]]]:
    """The definition and the choices of all indicators."""
    catalogue = await StatisticsClient(visit.api).catalogue()
    if indicator not in catalogue:
        raise HTTPException(NOT_FOUND)
    return catalogue[indicator], [(each.id, each.name) for each in catalogue.values()]


@router.get("/statistics/{indicator}")
async def one(visit: Visitor, indicator: str) -> Response:
    """One number with its fraction, chart, table and how it is counted."""
    definition, indicators = await _definition(visit, indicator)
    filters = Filters.of(f"/statistics/{indicator}", visit.request.query_params, known(definition))
    asked = Asked(definition, filters, visit.me)
    shared = {"asked": asked, "definition": definition, "indicators": indicators, "years": years(), "words": words}
    try:
        found = await StatisticsClient(visit.api).numbers(indicator, asked.query())
    except ApiProblem as problem:
        if problem.status != REFUSED:
            raise
        said = problem.errors[0].detail if problem.errors else problem.detail
        return visit.page(
            "statistics/indicator.html", {**shared, **_filters(asked), "refused": said, "found": None}, 422
        )
    return visit.page("statistics/indicator.html", {**shared, **_filters(asked), **_shown(asked, found), "refused": ""})


def _filters(asked: Asked) -> Mapping[str, object]:
    set_later = [name for name, _, _ in asked.selects[SHOWN_FILTERS:] if asked.filters.get(name)]
    return {
        "first": asked.selects[:SHOWN_FILTERS],
        "more": asked.selects[SHOWN_FILTERS:],
        "more_open": bool(set_later),
        "bases": [each for each in choices(type(asked.basis)) if each[0] in asked.definition.year_bases],
        "files": _files(asked.filters.path, asked),
    }


def _files(path: str, asked: Asked) -> list[tuple[str, str]]:
    query = urlencode({name: value for name, value in asked.query().items() if value})
    return [(text, f"{path}/table.{suffix}?{query}") for suffix, text in SUFFIXES.items()]


def _shown(asked: Asked, found: IndicatorAnswer) -> Mapping[str, object]:
    shown = table(asked, found)
    return {
        "found": found,
        "table": shown,
        "chart": drawn(found, shown.lines),
        "up": asked.filters.href(region_code="", group="") if asked.filters.get("region_code") else "",
    }


@router.get("/statistics/{indicator}/table.{suffix}")
async def table_file(visit: Visitor, indicator: str, suffix: str) -> Response:
    """下载表格: the same numbers as a file of the API."""
    return await _file(visit, f"/statistics/{indicator}", suffix)


@router.get("/statistics/{indicator}/rows.{suffix}")
async def rows_file(visit: Visitor, indicator: str, suffix: str) -> Response:
    """The rows behind a number as a file."""
    return await _file(visit, f"/statistics/{indicator}/rows", suffix)


async def _file(visit: Visit, path: str, suffix: str) -> Response:
    if suffix not in SUFFIXES:
        raise HTTPException(NOT_FOUND)
    return await list_file(visit.api, f"{path}.{suffix}", visit.request.query_params)


@router.get("/statistics/{indicator}/rows")
async def rows(visit: Visitor, indicator: str) -> Response:
    """看名单: as many records as the number says."""
    client = StatisticsClient(visit.api)
    definition = await client.definition(indicator)
    parts = {part.name: part for part in (definition.numerator, definition.denominator, *definition.also) if part}
    path = f"/statistics/{indicator}"
    filters = Filters.of(f"{path}/rows", visit.request.query_params, behind.known_here(definition, tuple(parts)))
    of_web = {"group": "", "last_of_series": ""}
    found = await client.rows(indicator, filters.query(**of_web))
    asked = {name: value for name, value in filters.values.items() if name not in of_web}
    context = {
        "definition": definition,
        "part": parts[found.part],
        "found": found,
        "filters": filters,
        "columns": behind.columns(found),
        "rows": behind.rows(found, definition, visit.me),
        "about": behind.about(filters, found),
        "back": behind.back(filters, path),
        "files": [(text, f"{path}/rows.{suffix}?{urlencode(asked)}") for suffix, text in SUFFIXES.items()],
        "words": words,
        **filters.turns(found),
    }
    return visit.page("statistics/rows.html", context)
