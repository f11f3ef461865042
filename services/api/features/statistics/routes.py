"""Routes of statistics. Numbers only: no row of a person, no name."""

from typing import Annotated

from fastapi import Depends, Query

from services.api.features.statistics import service
from services.api.features.statistics import service_sheet as sheets
from services.api.kernel import routing
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.paging import Paging
from services.api.kernel.scope import Permission
from services.contracts.base import Month, RegionCode
from services.contracts.codes import Code, Direction, ExchangeMode, Post, Sex, Stage, Title, YearBasis
from services.contracts.refusals import RefusalCounts
from services.contracts.statistics import BalanceOut, ReportingOut, RotationOut

router = routing.router("statistics", "/api/v1/statistics", from_replica=True)
Reader = Annotated[Ctx, needs(Permission.statistics_read)]
Region = Annotated[RegionCode | None, Query(description="省、市或县的代码；不写就是自己的管辖范围")]
GroupBy = Annotated[list[str], Query(max_length=10, description="可以写多次，也可以用逗号隔开")]
Year = Annotated[str | None, Query(max_length=9, examples=["2026", "2026-2027"], description="不写就是本学年")]


def _years(
    school_year: Year = None, first_school_year: Year = None, basis: YearBasis = YearBasis.started
) -> service.YearsAsked:
    return service.YearsAsked(school_year, first_school_year, basis)


def _series(school_year: Year = None, first_school_year: Year = None) -> service.YearsAsked:
    return service.YearsAsked(school_year, first_school_year, YearBasis.started)


def _year(school_year: Year = None, basis: YearBasis = YearBasis.started) -> service.YearsAsked:
    return service.YearsAsked(school_year, None, basis)


def _filters(  # noqa: PLR0917 - FastAPI passes query parameters by name
    direction: Direction | None = None,
    mode: ExchangeMode | None = None,
    post: Post | None = None,
    sex: Sex | None = None,
    title: Title | None = None,
    stage: Stage | None = None,
) -> dict[str, Code]:
    given: dict[str, Code | None] = {
        "direction": direction, "mode": mode, "post": post, "sex": sex, "title": title, "stage": stage,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def _period(month: Annotated[Month | None, Query()] = None, school_year: Year = None) -> service.ReportsAsked:
    return service.ReportsAsked(month, school_year)


def _rotation_asked(
    years: Annotated[service.YearsAsked, Depends(_years)],
    filters: Annotated[dict[str, Code], Depends(_filters)],
    region_code: Region = None,
    group_by: GroupBy = [],  # noqa: B006 - FastAPI copies it
) -> sheets.RotationAsked:
    return sheets.RotationAsked(region_code, years, tuple(group_by), filters)


def _balance_asked(
    years: Annotated[service.YearsAsked, Depends(_year)], region_code: Region = None
) -> sheets.BalanceAsked:
    return sheets.BalanceAsked(region_code, years)


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


@router.get("/rotation", response_model=RotationOut, summary="交流总人数（S-01）")
async def rotation(
    ctx: Reader,
    years: Annotated[service.YearsAsked, Depends(_years)],
    filters: Annotated[dict[str, Code], Depends(_filters)],
    region_code: Region = None,
    group_by: GroupBy = [],  # noqa: B006 - FastAPI copies it
) -> RotationOut:
    """Assignments and persons of a school year, grouped by up to four dimensions.

    `basis=started` counts assignments that start in the school year, `in_post` those with a day in it.
    """
    return await service.rotation(ctx, region_code, years, group_by, filters)


@router.get("/rotation/balance", response_model=BalanceOut, summary="双向对等差额（S-08）")
async def balance(
    ctx: Reader,
    years: Annotated[service.YearsAsked, Depends(_year)],
    paging: Paging,
    region_code: Region = None,
) -> BalanceOut:
    """Urban to rural minus rural to urban for each pairing live in the school year."""
    return await service.balance(ctx, region_code, years, paging)


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
offer(router, sheets.ROTATION, _GATE, _rotation_asked, sheets.rotation, path="/rotation")
offer(router, sheets.BALANCE, _GATE, _balance_asked, sheets.balance, path="/rotation/balance")
offer(router, sheets.REFUSALS, _GATE, _refusals_asked, sheets.refusals, path="/refusals")
offer(router, sheets.REPORTING, _GATE, _reporting_asked, sheets.reporting, path="/reporting")
