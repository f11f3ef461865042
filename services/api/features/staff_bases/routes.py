"""Staff bases over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.staff_bases import service
from services.api.features.staff_bases.filters import StaffBaseFilter
from services.api.features.staff_bases.service_sheet import STAFF_BASES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page, RegionCode, SchoolYear
from services.contracts.staff_bases import StaffBaseCoverage, StaffBaseCreate, StaffBaseOut, StaffBasePreview

router = strict_router("staff-bases", "/api/v1/staff-bases")
Reader = Annotated[Ctx, needs(Permission.statistics_read)]
Writer = Annotated[Ctx, needs(Permission.staff_base_write)]


@router.get("")
async def list_staff_bases(
    ctx: Reader, page: Paging, asked: Annotated[StaffBaseFilter, Depends()]
) -> Page[StaffBaseOut]:
    """Which counties have frozen their staff of which school year, the latest first."""
    return await service.page(ctx, asked, page)


offer(router, STAFF_BASES, needs(Permission.statistics_read), StaffBaseFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def freeze_staff_base(ctx: Writer, body: StaffBaseCreate, response: Response) -> StaffBaseOut:
    """Freeze the county's staff of a school year that has begun; again needs a reason."""
    made = await service.freeze(ctx, body)
    response.headers["Location"] = f"/api/v1/staff-bases/{made.id}"
    return made


@router.get("/preview")
async def preview_staff_base(ctx: Writer, region_code: RegionCode, school_year: SchoolYear) -> StaffBasePreview:
    """What freezing would freeze now, who lacks facts, and how it differs from the base in force."""
    return await service.preview(ctx, region_code, school_year)


@router.get("/coverage")
async def staff_base_coverage(
    ctx: Reader, region_code: RegionCode | None = None, school_year: SchoolYear | None = None
) -> StaffBaseCoverage:
    """Which counties have frozen their staff of a school year, and which have not."""
    return await service.coverage(ctx, region_code, school_year)


@router.get("/{staff_base_id}")
async def get_staff_base(ctx: Reader, staff_base_id: UUID) -> StaffBaseOut:
    """One base."""
    return await service.detail(ctx, staff_base_id)
