"""Regions over HTTP."""

from typing import Annotated

from fastapi import Depends, Response, status

from services.api.features.regions import service
from services.api.features.regions.filters import RegionFilter
from services.api.features.regions.service_sheet import REGIONS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page, RegionCode
from services.contracts.places import RegionCreate, RegionOut, RegionSettings, RegionSettingsPut

router = strict_router("regions", "/api/v1/regions")
Reader = Annotated[Ctx, needs(Permission.region_read)]
Writer = Annotated[Ctx, needs(Permission.region_write)]


@router.get("")
async def list_regions(ctx: Reader, page: Paging, asked: Annotated[RegionFilter, Depends()]) -> Page[RegionOut]:
    """Divisions and education authorities by code; `on` keeps those that exist on that day."""
    return await service.listing(ctx, asked, page)


offer(router, REGIONS, needs(Permission.region_read), RegionFilter, service.listing)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_region(ctx: Writer, body: RegionCreate, response: Response) -> RegionOut:
    """Add an authority without an official code; the system gives it one like 6102Z1."""
    made = await service.create_authority(ctx, body)
    response.headers["Location"] = f"/api/v1/regions/{made.code}"
    return made


@router.get("/{code}")
async def get_region(ctx: Reader, code: RegionCode) -> RegionOut:
    """One region."""
    return await service.detail(ctx, code)


@router.get("/{code}/settings")
async def get_region_settings(ctx: Reader, code: RegionCode) -> RegionSettings:
    """The reporting calendar in force and the region it comes from; `version` is 0 without a calendar of its own."""
    return await service.settings(ctx, code)


@router.put("/{code}/settings")
async def put_region_settings(
    ctx: Writer, code: RegionCode, body: RegionSettingsPut, expected: ExpectedVersion
) -> RegionSettings:
    """Give the region its own calendar; `If-Match` carries the `version` that was read (0 for the first one)."""
    return await service.put_settings(ctx, code, body, expected)
