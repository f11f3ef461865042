"""Arrivals over HTTP; each is found by its assignment."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from services.api.features.arrivals import service
from services.api.features.arrivals.filters import ArrivalFilter
from services.api.features.arrivals.service_sheet import ARRIVALS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.arrivals import ArrivalDetail, ArrivalPut, ArrivalRow
from services.contracts.base import Page

router = strict_router("arrivals", "/api/v1/arrivals")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Writer = Annotated[Ctx, needs(Permission.assignment_act)]


@router.get("")
async def list_arrivals(ctx: Reader, page: Paging, asked: Annotated[ArrivalFilter, Depends()]) -> Page[ArrivalRow]:
    """Assignments in scope that begin within fourteen days or run, with what is arranged, the latest start first."""
    return await service.page(ctx, asked, page)


offer(router, ARRIVALS, needs(Permission.assignment_read), ArrivalFilter, service.page)


@router.get("/{assignment_id}")
async def get_arrival(ctx: Reader, assignment_id: UUID) -> ArrivalDetail:
    """What is arranged for who comes: housing, meals, transport, workplace, contact; `version` 0 before."""
    return await service.detail(ctx, assignment_id)


@router.put("/{assignment_id}")
async def put_arrival(ctx: Writer, assignment_id: UUID, body: ArrivalPut, expected: ExpectedVersion) -> ArrivalDetail:
    """Say how things stand; the receiving school, its county or the office that decides between two."""
    return await service.put(ctx, assignment_id, expected, body)
