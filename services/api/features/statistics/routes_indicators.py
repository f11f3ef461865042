"""Routes of indicators: what there is, how it is counted, its numbers, and the rows behind them."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated

from fastapi import Depends, Query

from services.api.features.statistics import service_behind as behind
from services.api.features.statistics import service_indicators as service
from services.api.features.statistics import service_overview as overviews
from services.api.features.statistics import sheets_indicators as sheets
from services.api.features.statistics.dimensions import DIMENSIONS, TIMES
from services.api.kernel import routing
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.paging import Paging
from services.api.kernel.scope import Permission
from services.contracts.base import Month, RegionCode
from services.contracts.codes import YearBasis
from services.contracts.indicators import BehindPage, IndicatorAnswer, IndicatorOut
from services.contracts.overview import StatisticsOverview

catalogue_router = routing.router("statistics", "/api/v1/indicators")
indicator_router = routing.router("statistics", "/api/v1/statistics", from_replica=True)
Reader = Annotated[Ctx, needs(Permission.statistics_read)]
Region = Annotated[RegionCode | None, Query(description="省、市或县的代码；不写就是自己的管辖范围")]
Year = Annotated[str | None, Query(max_length=9, examples=["2026", "2026-2027"], description="不写就是本学年")]
A_SCHOOL = "0192f1a0-0000-7000-8000-000000000001"
GroupBy = Annotated[list[str], Query(max_length=10, description="可以写多次，也可以用逗号隔开")]


def _example(name: str) -> str:
    codes = DIMENSIONS[name].codes
    if codes is not None:
        return str(next(iter(codes)).value)
    return {"province": "610000", "city": "610300", "county": "610304", "pairing_batch": "第一批"}.get(name, A_SCHOOL)


def _filters_of(names: list[str]) -> Callable[..., dict[str, str]]:
    """A dependency with one query parameter a dimension; which of them an indicator takes, its definition says."""

    def filters(**given: str | None) -> dict[str, str]:
        return {name: value for name, value in given.items() if value is not None}

    parts = [
        Parameter(
            name, Parameter.KEYWORD_ONLY, default=None,
            annotation=Annotated[str | None, Query(max_length=200, examples=[_example(name)])],
        )
        for name in names
    ]  # fmt: skip
    filters.__signature__ = Signature(parts)  # type: ignore[attr-defined] # FastAPI reads it
    return filters


_filters = _filters_of([name for name in DIMENSIONS if name not in TIMES])


def _number(  # noqa: PLR0917 - FastAPI passes query parameters by name
    indicator: str,
    filters: Annotated[dict[str, str], Depends(_filters)],
    region_code: Region = None,
    school_year: Year = None,
    first_school_year: Year = None,
    month: Annotated[Month | None, Query()] = None,
    basis: YearBasis | None = None,
) -> service.Asked:
    return service.Asked(indicator, region_code, school_year, first_school_year, month, basis, (), filters)


def _asked(
    number: Annotated[service.Asked, Depends(_number)],
    group_by: GroupBy = [],  # noqa: B006 - FastAPI copies it
    compare: Annotated[service.Compare | None, Query(description="last_year：同时给出上一年的数")] = None,
) -> service.Asked:
    return service.grouped(number, group_by, compare)


def _behind(
    number: Annotated[service.Asked, Depends(_number)],
    part: Annotated[
        str, Query(max_length=40, examples=["numerator"], description="numerator、denominator，或also里的名字")
    ] = "numerator",
) -> behind.BehindAsked:
    return behind.BehindAsked(number, part)


@catalogue_router.get("", response_model=list[IndicatorOut], summary="指标目录")
async def catalogue(ctx: Reader) -> list[IndicatorOut]:
    """Every indicator with its definition, terms, dimensions and sources."""
    return service.listing(ctx)


@catalogue_router.get("/{indicator}", response_model=IndicatorOut, summary="一个指标的定义")
async def definition(ctx: Reader, indicator: str) -> IndicatorOut:
    """How one indicator is counted."""
    return service.definition(ctx, indicator)


@indicator_router.get("/overview", response_model=StatisticsOverview, summary="全部指标和落后的县区")
async def overview(ctx: Reader, region_code: Region = None, school_year: Year = None) -> StatisticsOverview:
    """Every indicator's number of a region and school year, and the counties of the region that are behind."""
    return await overviews.overview(ctx, region_code, school_year)


_GATE = needs(Permission.statistics_read)
offer(indicator_router, sheets.BEHIND, _GATE, _behind, behind.rows, path="/{indicator}/rows")
offer(indicator_router, sheets.NUMBERS, _GATE, _asked, sheets.numbers, path="/{indicator}")


@indicator_router.get("/{indicator}/rows", response_model=BehindPage, summary="数后面的记录")
async def rows(ctx: Reader, asked: Annotated[behind.BehindAsked, Depends(_behind)], paging: Paging) -> BehindPage:
    """The rows that one number counts: ask with the values of its group as filters.

    Ids and codes in the caller's scope; `?count=true` is the number. 403 `statistics.rows_not_allowed` for systems
    that may read numbers only.
    """
    return await behind.rows(ctx, asked, paging)


@indicator_router.get("/{indicator}", response_model=IndicatorAnswer, summary="一个指标的数")
async def numbers(ctx: Reader, asked: Annotated[service.Asked, Depends(_asked)]) -> IndicatorAnswer:
    """The numbers of an indicator such as `S-03` for a school year or a month, by up to four groups.

    Numbers of fewer than five persons, and what would give them away, are null with `suppressed` for systems that may
    not read records.
    """
    return await service.answer(ctx, asked)
