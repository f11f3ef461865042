"""Who is where over HTTP."""

from typing import Annotated

from fastapi import Depends

from services.api.features.whereabouts import service
from services.api.features.whereabouts.filters import DayFilter
from services.api.features.whereabouts.service_sheet import SCHOOLS, WHEREABOUTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.whereabouts import SchoolWhereabouts, WhereaboutRow, WhereaboutsDay

router = strict_router("whereabouts", "/api/v1/whereabouts")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Asked = Annotated[DayFilter, Depends()]


@router.get("")
async def list_whereabouts(ctx: Reader, page: Paging, asked: Asked) -> Page[WhereaboutRow]:
    """Who was where on the day `on`, by receiving school; today when no day is named."""
    return await service.page(ctx, asked, page)


offer(router, WHEREABOUTS, needs(Permission.assignment_read), DayFilter, service.page)


@router.get("/day")
async def get_whereabouts_of_day(ctx: Reader, asked: Asked) -> WhereaboutsDay:
    """The day in numbers."""
    return await service.day(ctx, asked)


@router.get("/schools")
async def list_whereabouts_by_school(ctx: Reader, page: Paging, asked: Asked) -> Page[SchoolWhereabouts]:
    """How many had come to each school of the caller's region, and how many were away."""
    return await service.by_school(ctx, asked, page)


offer(router, SCHOOLS, needs(Permission.assignment_read), DayFilter, service.by_school, path="/schools")
