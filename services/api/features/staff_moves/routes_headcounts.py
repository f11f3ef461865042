"""Schools against their approved posts, and what is done about a surplus, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.staff_moves import service
from services.api.features.staff_moves.filters import HeadcountFilter, SurplusMeasureFilter
from services.api.features.staff_moves.service_sheet import HEADCOUNTS, SURPLUS_MEASURES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.staff_moves import HeadcountPage, SurplusMeasureCreate, SurplusMeasureRow

headcounts_router = strict_router("headcounts", "/api/v1/headcounts")
measures_router = strict_router("surplus-measures", "/api/v1/surplus-measures")
Reader = Annotated[Ctx, needs(Permission.school_read)]
Writer = Annotated[Ctx, needs(Permission.staff_move_write)]


@headcounts_router.get("")
async def list_headcounts(ctx: Reader, page: Paging, asked: Annotated[HeadcountFilter, Depends()]) -> HeadcountPage:
    """Public schools against their approved posts today; sums of schools over and under them with `count`."""
    return await service.headcounts(ctx, asked, page)


offer(headcounts_router, HEADCOUNTS, needs(Permission.school_read), HeadcountFilter, service.headcounts)


@measures_router.get("")
async def list_surplus_measures(
    ctx: Reader, page: Paging, asked: Annotated[SurplusMeasureFilter, Depends()]
) -> Page[SurplusMeasureRow]:
    """How schools resolved a surplus without a move, the latest day first."""
    return await service.measures(ctx, asked, page)


offer(measures_router, SURPLUS_MEASURES, needs(Permission.school_read), SurplusMeasureFilter, service.measures)


@measures_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def record_surplus_measure(ctx: Writer, body: SurplusMeasureCreate, response: Response) -> SurplusMeasureRow:
    """Record how a part of a surplus was resolved; the school or its county."""
    made = await service.record(ctx, body)
    response.headers["Location"] = f"/api/v1/surplus-measures/{made.id}"
    return made


@measures_router.get("/{surplus_measure_id}")
async def get_surplus_measure(ctx: Reader, surplus_measure_id: UUID) -> SurplusMeasureRow:
    """One measure."""
    return await service.measure(ctx, surplus_measure_id)


@measures_router.post("/{surplus_measure_id}/void")
async def void_surplus_measure(
    ctx: Writer, surplus_measure_id: UUID, body: WithReason, expected: ExpectedVersion
) -> SurplusMeasureRow:
    """It was recorded by mistake; the record stays."""
    return await service.void_measure(ctx, surplus_measure_id, expected, body)
