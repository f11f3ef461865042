"""Closed months and school years over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response, status

from services.api.features.periods import service, service_causes, service_frozen, service_open
from services.api.features.periods.filters import CorrectionsAsked, NumberAsked, PeriodFilter, Province, Region
from services.api.features.periods.service_sheet import CORRECTIONS, NUMBERS, PERIODS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.periods import (
    CorrectionEvent,
    CorrectionOut,
    FrozenAnswer,
    FrozenIndicators,
    OpenPeriods,
    PeriodCreate,
    PeriodOut,
)

router = strict_router("periods", "/api/v1/periods")
frozen_router = strict_router("periods", "/api/v1/periods/{period_id}", from_replica=True)
Reader = Annotated[Ctx, needs(Permission.period_read)]
Closer = Annotated[Ctx, needs(Permission.period_close)]
_GATE = needs(Permission.period_read)


@router.get("", summary="已封存的月份和学年")
async def list_periods(ctx: Reader, page: Paging, asked: Annotated[PeriodFilter, Depends()]) -> Page[PeriodOut]:
    """Closed months and school years of the caller's province, the latest first."""
    return await service.page(ctx, asked, page)


offer(router, PERIODS, _GATE, PeriodFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent], summary="提前封存")
async def close_period(ctx: Closer, body: PeriodCreate, response: Response) -> PeriodOut:
    """Close a month or school year that is over now, instead of on the day of the province's rule."""
    made = await service.close(ctx, body)
    response.headers["Location"] = f"/api/v1/periods/{made.id}"
    return made


@router.get("/open", summary="还没有封存的月份和学年")
async def open_periods(ctx: Reader, region_code: Province = None) -> OpenPeriods:
    """What runs and what ended lately in a province, when it closes by itself, and what may be closed now."""
    return await service_open.listing(ctx, region_code)


@router.get("/{period_id}", summary="一个封存的月份或学年")
async def get_period(ctx: Reader, period_id: UUID) -> PeriodOut:
    """One closed month or school year."""
    return await service.detail(ctx, period_id)


@frozen_router.get("/statistics", summary="封存了哪些数")
async def frozen_indicators(ctx: Reader, period_id: UUID, region_code: Region = None) -> FrozenIndicators:
    """The latest version of every frozen indicator of a region."""
    return await service_frozen.listing(ctx, period_id, region_code)


offer(frozen_router, NUMBERS, _GATE, NumberAsked, service_frozen.numbers, path="/statistics/{indicator}")


@frozen_router.get("/statistics/{indicator}", response_model=FrozenAnswer, summary="封存的一个指标")
async def frozen_numbers(
    ctx: Reader, asked: Annotated[NumberAsked, Depends()], request: Request, response: Response
) -> FrozenAnswer | Response:
    """An indicator's frozen numbers in the shape of the live address; a version never changes.

    Its ETag is known before anything is read: a 304 costs two look-ups.
    """
    told = await service_frozen.answer(ctx, asked, request.headers.get("If-None-Match"))
    if told.body is None:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers={"ETag": told.tag})
    response.headers["ETag"] = told.tag
    return told.body


@frozen_router.get("/corrections", summary="封存以后的更正")
async def list_corrections(
    ctx: Reader, asked: Annotated[CorrectionsAsked, Depends()], page: Paging
) -> Page[CorrectionOut]:
    """What differs between the versions of a region's numbers, and the changes that did it."""
    return await service_frozen.corrections(ctx, asked, page)


offer(frozen_router, CORRECTIONS, _GATE, CorrectionsAsked, service_frozen.corrections, path="/corrections")


@frozen_router.get("/corrections/{correction_id}/events", summary="一处更正的全部变更")
async def list_causes(ctx: Reader, period_id: UUID, correction_id: UUID, page: Paging) -> Page[CorrectionEvent]:
    """All changes among which the cause of a correction is, those beyond the first hundred too.

    A page may be shorter than asked for: there are more as long as it has a `next_cursor`.
    """
    return await service_causes.causes(ctx, period_id, correction_id, page)
