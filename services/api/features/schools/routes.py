"""Schools over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.schools import service
from services.api.features.schools.filters import SchoolFilter
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.places import (
    CloseSchool,
    FlagDecision,
    LocalityDecision,
    SchoolCreate,
    SchoolDetail,
    SchoolOut,
    SchoolPatch,
)

router = strict_router("schools", "/api/v1/schools")
Reader = Annotated[Ctx, needs(Permission.school_read)]
Writer = Annotated[Ctx, needs(Permission.school_write)]


@router.get("")
async def list_schools(ctx: Reader, page: Paging, asked: Annotated[SchoolFilter, Depends()]) -> Page[SchoolOut]:
    """Schools in scope by pinyin; closed ones only with `include_closed`."""
    return await service.listing(ctx, page, asked)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_school(ctx: Writer, body: SchoolCreate, response: Response) -> SchoolDetail:
    """Add a school to a county of the caller's."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/schools/{made.id}"
    return made


@router.get("/{school_id}")
async def get_school(ctx: Reader, school_id: UUID) -> SchoolDetail:
    """One school with its dated facts and its reporters."""
    return await service.detail(ctx, school_id)


@router.patch("/{school_id}")
async def patch_school(ctx: Writer, school_id: UUID, body: SchoolPatch, expected: ExpectedVersion) -> SchoolDetail:
    """Put facts right."""
    return await service.update(ctx, school_id, body, expected)


@router.post("/{school_id}/decide-locality")
async def decide_locality(
    ctx: Writer, school_id: UUID, body: LocalityDecision, expected: ExpectedVersion
) -> SchoolDetail:
    """城区 or 农村 from a day on."""
    return await service.decide_locality(ctx, school_id, body, expected)


@router.post("/{school_id}/set-flag")
async def set_flag(ctx: Writer, school_id: UUID, body: FlagDecision, expected: ExpectedVersion) -> SchoolDetail:
    """Set or lift 薄弱, 边远, 山区 or 优质 from a day on."""
    return await service.set_flag(ctx, school_id, body, expected)


@router.post("/{school_id}/close")
async def close_school(ctx: Writer, school_id: UUID, body: CloseSchool, expected: ExpectedVersion) -> SchoolDetail:
    """Decide the last day of a school where nothing runs any more."""
    return await service.close(ctx, school_id, body, expected)
