"""统计: one number, its chart and table, how it is counted, and the same as a file."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.codes import YearBasis
from services.web.api_client.base import ApiProblem
from services.web.api_client.regions import RegionsClient
from services.web.api_client.statistics import StatisticsClient
from services.web.downloads import SUFFIXES
from services.web.filters import Filters, choices
from services.web.pages.reviews.queue import months_back
from services.web.pages.statistics import tables
from services.web.pages.statistics.asked import (
    BALANCE,
    CODES,
    INDICATORS,
    KNOWN,
    REFUSALS,
    REPORTING,
    Asked,
    code_choices,
    is_office,
    years,
)
from services.web.pages.statistics.table_file import download
from services.web.visit import Visit, Visitor
from services.web.wording import exactly_at

router = APIRouter()
MOST_BARS, NOT_FOUND = 40, 404


def _asked(visit: Visit) -> Asked:
    return Asked(Filters.of("/statistics", visit.request.query_params, KNOWN), visit.me)


async def _table(visit: Visit, asked: Asked) -> tables.Table:
    client = StatisticsClient(visit.api)
    if asked.indicator == REPORTING:
        return tables.reporting(asked, await client.reporting(asked.query()))
    if asked.indicator == REFUSALS:
        return tables.refusals(asked, await client.refusals(asked.query()))
    if asked.indicator == BALANCE:
        return tables.balance(asked, await client.balance(asked.query()))
    return tables.rotation(asked, await client.rotation(asked.query()))


@router.get("/statistics")
async def statistics(visit: Visitor) -> Response:
    """One number with everything it is made of."""
    asked = _asked(visit)
    try:
        table, refused = await _table(visit, asked), None
    except ApiProblem as problem:
        if problem.status != 422:
            raise
        table, refused = None, problem
    counties = await RegionsClient(visit.api).counties(visit.me.region_code) if is_office(visit.me.role) else []
    context = {
        "asked": asked,
        "table": table,
        "refused": _refusal(refused) if refused else "",
        "indicators": list(INDICATORS.items()),
        "years": years(),
        "months": months_back(),
        "bases": choices(YearBasis),
        "dimensions": [(name, label, code_choices(name)) for name, (label, _) in CODES.items()],
        "counties": counties,
        "area": dict(counties).get(asked.filters.get("region_code"), visit.me.region_name),
        "chart": _chart(table) if table is not None else None,
        "figures": [(each.label, each.value, each.unit, each.sub) for each in (table.figures if table else ())],
        "columns": [(asked.first_column, "title"), *((each, "num") for each in (table.columns if table else ()))],
        "linked": any(cell.href for line in (table.lines if table else ()) for cell in line.cells),
        "files": [
            (text, Filters(f"/statistics/table.{suffix}", asked.filters.values).href())
            for suffix, text in SUFFIXES.items()
        ],
    }
    return visit.page("statistics/page.html", context, 422 if refused else 200)


def _refusal(problem: ApiProblem) -> str:
    return problem.errors[0].detail if problem.errors else problem.detail


def _chart(table: tables.Table) -> dict[str, object] | None:
    """Return what the chart draws, from the same lines as the table."""
    bars: Sequence[tables.Line] = [line for line in table.lines if line.bar is not None][:MOST_BARS]
    if not bars:
        return None
    share = table.unit == "%"
    values = [round((line.bar or 0) * 100, 1) if share else line.bar for line in bars]
    return {"names": [line.name for line in bars], "values": values, "unit": table.unit, "title": table.finding}


@router.get("/statistics/table.{suffix}")
async def table_file(visit: Visitor, suffix: str) -> Response:
    """下载表格: the table with what it needs to be understood alone."""
    if suffix not in SUFFIXES:
        raise HTTPException(NOT_FOUND)
    asked = _asked(visit)
    table = await _table(visit, asked)
    columns = [asked.first_column, *table.columns]
    lines = [*table.lines, *([table.total] if table.total else [])]
    rows: list[Sequence[object]] = [columns, *([line.name, *(cell.raw for cell in line.cells)] for line in lines), []]
    rows += [
        ["口径", f"{table.definition.indicator}第{table.definition.version}版"],
        ["公式", table.definition.formula],
        *(["算谁", each] for each in table.definition.counts),
        *(["没有算进来", f"{each.label}{each.count}人次"] for each in table.left_out),
        ["范围", f"{visit.me.region_name}，{table.period}"],
        ["数据截至", exactly_at(table.as_of)],
    ]
    return download(f"{table.title}-{visit.me.region_name}-{table.period}", suffix, rows)
