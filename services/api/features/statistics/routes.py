"""Routes of reporting and refusals: numbers only. Every other number is an indicator (`routes_indicators`)."""

from typing import Annotated

from fastapi import Depends, Query

from services.api.features.statistics import service
from services.api.features.statistics import service_sheet as sheets
from services.api.kernel import routing
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.scope import Permission
from services.contracts.base import Month, RegionCode
from services.contracts.refusals import RefusalCounts
from services.contracts.statistics import ReportingOut

router = routing.router("statistics", "/api/v1/statistics", from_replica=True)
Reader = Annotated[Ctx, needs(Permission.statistics_read)]
Region = Annotated[RegionCode | None, Query(description="省、市或县的代码；不写就是自己的管辖范围")]
GroupBy = Annotated[list[str], Query(max_length=10, description="可以写多次，也可以用逗号隔开")]
Year = Annotated[str | None, Query(max_length=9, examples=["2026", "2026-2027"], description="不写就是本学年")]


def _series(school_year: Year = None, first_school_year: Year = None) -> service.YearsAsked:
    return service.YearsAsked(school_year, first_school_year)


def _period(month: Annotated[Month | None, Query()] = None, school_year: Year = None) -> service.ReportsAsked:
    return service.ReportsAsked(month, school_year)


def _refusals_asked(
    years: Annotated[service.YearsAsked, Depends(_series)],
    region_code: Region = None,
    group_by: GroupBy = [],  # noqa: B006 - FastAPI copies it
) -> sheets.RefusalsAsked:
    return sheets.RefusalsAsked(region_code, years, tuple(group_by))


def _reporting_asked(
    period: Annotated[service.ReportsAsked, Depends(_period)],
    region_code: Region = None,
    group_by: GroupBy = [],  # noqa: B006 - FastAPI copies it
) -> sheets.ReportingAsked:
    return sheets.ReportingAsked(region_code, period, tuple(group_by))


@router.get("/reporting", response_model=ReportingOut, summary="月报报送率（S-23）")
async def reporting(
    ctx: Reader,
    period: Annotated[service.ReportsAsked, Depends(_period)],
    region_code: Region = None,
    group_by: GroupBy = [],  # noqa: B006 - FastAPI copies it
) -> ReportingOut:
    """Expected, actual and on-time reports of a month or of a school year so far, and their rates."""
    return await service.reporting(ctx, region_code, period, group_by)


@router.get("/refusals", response_model=RefusalCounts, summary="拒不参加处理数（S-37）")
async def refusals(
    ctx: Reader,
    years: Annotated[service.YearsAsked, Depends(_series)],
    region_code: Region = None,
    group_by: GroupBy = [],  # noqa: B006 - FastAPI copies it
) -> RefusalCounts:
    """Refusals that were handled, by region and school year; fewer than three of a county are told to it alone."""
    return await service.refusals(ctx, region_code, years, group_by)


_GATE = needs(Permission.statistics_read)
offer(router, sheets.REFUSALS, _GATE, _refusals_asked, sheets.refusals, path="/refusals")
offer(router, sheets.REPORTING, _GATE, _reporting_asked, sheets.reporting, path="/reporting")
