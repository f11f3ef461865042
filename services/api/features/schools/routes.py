"""Schools over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response, status

from services.api.features.schools import service
from services.api.features.schools.filters import SchoolFilter
from services.api.features.schools.service_sheet import SCHOOLS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Day, Page
from services.contracts.places import (
    CloseSchool,
    FlagDecision,
    LocalityDecision,
    SchoolCreate,
    SchoolDetail,
    SchoolOut,
    SchoolPatch,
)
from services.contracts.school_history import FactCorrect, HeadcountDecision, SchoolChange, SchoolCorrect, SchoolHistory

router = strict_router("schools", "/api/v1/schools")
Reader = Annotated[Ctx, needs(Permission.school_read)]
Writer = Annotated[Ctx, needs(Permission.school_write)]


@router.get("")
async def list_schools(ctx: Reader, page: Paging, asked: Annotated[SchoolFilter, Depends()]) -> Page[SchoolOut]:
    """Schools in scope by pinyin; closed ones only with `include_closed`."""
    return await service.listing(ctx, page, asked)


offer(
    router,
    SCHOOLS,
    needs(Permission.school_read),
    SchoolFilter,
    lambda ctx, asked, page: service.listing(ctx, page, asked),
)


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


@router.get("/{school_id}/history")
async def get_history(ctx: Reader, school_id: UUID, before: Annotated[Day | None, Query()] = None) -> SchoolHistory:
    """The school's life as a timeline, newest first; `before` a day goes on where the last answer ended."""
    return await service.school_history(ctx, school_id, before)


@router.post("/{school_id}/correct")
async def correct_school(ctx: Writer, school_id: UUID, body: SchoolCorrect, expected: ExpectedVersion) -> SchoolDetail:
    """It was wrong: replace what was written down, with the reason."""
    return await service.correct(ctx, school_id, body, expected)


@router.post("/{school_id}/change")
async def change_school(ctx: Writer, school_id: UUID, body: SchoolChange, expected: ExpectedVersion) -> SchoolDetail:
    """It is different from a day on."""
    return await service.change(ctx, school_id, body, expected)


@router.post("/{school_id}/facts/{fact_id}/correct")
async def correct_fact(
    ctx: Writer, school_id: UUID, fact_id: UUID, body: FactCorrect, expected: ExpectedVersion
) -> SchoolDetail:
    """A dated decision was written down wrongly; `If-Match` carries the school's version."""
    return await service.correct_fact(ctx, school_id, fact_id, body, expected)


@router.post("/{school_id}/set-headcount")
async def set_headcount(
    ctx: Writer, school_id: UUID, body: HeadcountDecision, expected: ExpectedVersion
) -> SchoolDetail:
    """Approved posts from a day on."""
    return await service.set_headcount(ctx, school_id, body, expected)


@router.post("/{school_id}/decide-locality")
async def decide_locality(
    ctx: Writer, school_id: UUID, body: LocalityDecision, expected: ExpectedVersion
) -> SchoolDetail:
    """城区 or 农村 from a day on."""
    return await service.decide_locality(ctx, school_id, body, expected)


@router.post("/{school_id}/set-flag")
async def set_flag(ctx: Writer, school_id: UUID, body: FlagDecision, expected: ExpectedVersion) -> SchoolDetail:
    """Set or lift 薄弱, 边远 or another flag from a day on."""
    return await service.set_flag(ctx, school_id, body, expected)


@router.post("/{school_id}/close")
async def close_school(ctx: Writer, school_id: UUID, body: CloseSchool, expected: ExpectedVersion) -> SchoolDetail:
    """Decide the last day of a school where nothing runs any more."""
    return await service.close(ctx, school_id, body, expected)
