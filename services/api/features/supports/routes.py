"""Funds and goods over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.supports import service
from services.api.features.supports.filters import SupportFilter
from services.api.features.supports.service_sheet import SUPPORTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.pairings import WithReason
from services.contracts.supports import (
    ConfirmSupport,
    DisputeSupport,
    GiveSupport,
    SupportCreate,
    SupportDetail,
    SupportOut,
    SupportPage,
    SupportPatch,
)

router = strict_router("supports", "/api/v1/supports")
Reader = Annotated[Ctx, needs(Permission.support_read)]
Writer = Annotated[Ctx, needs(Permission.support_write)]


@router.get("")
async def list_supports(ctx: Reader, page: Paging, asked: Annotated[SupportFilter, Depends()]) -> SupportPage:
    """Funds and goods of the pairings in scope, the latest school year and the newest first; sums with `count`."""
    return await service.page(ctx, asked, page)


offer(router, SUPPORTS, needs(Permission.support_read), SupportFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def plan_support(ctx: Writer, body: SupportCreate, response: Response) -> SupportOut:
    """Plan funds or goods, or note what has been given: the giving school, its coordinator, or an office that pays."""
    made = await service.plan(ctx, body)
    response.headers["Location"] = f"/api/v1/supports/{made.id}"
    return made


@router.get("/{support_id}")
async def get_support(ctx: Reader, support_id: UUID) -> SupportDetail:
    """One row with what happened to it."""
    return await service.detail(ctx, support_id)


@router.patch("/{support_id}")
async def patch_support(ctx: Writer, support_id: UUID, body: SupportPatch, expected: ExpectedVersion) -> SupportOut:
    """Put a plan right; the giving side alone."""
    return await service.edit(ctx, support_id, expected, body)


@router.post("/{support_id}/give")
async def give_support(ctx: Writer, support_id: UUID, body: GiveSupport, expected: ExpectedVersion) -> SupportOut:
    """It has been paid or handed over; also to put right what the other side contested."""
    return await service.give(ctx, support_id, expected, body)


@router.post("/{support_id}/confirm")
async def confirm_support(
    ctx: Writer, support_id: UUID, body: ConfirmSupport, expected: ExpectedVersion
) -> SupportOut:  # fmt: skip
    """The receiving side has it."""
    return await service.confirm(ctx, support_id, expected, body)


@router.post("/{support_id}/dispute")
async def dispute_support(
    ctx: Writer, support_id: UUID, body: DisputeSupport, expected: ExpectedVersion
) -> SupportOut:  # fmt: skip
    """The receiving side has it not, or something else."""
    return await service.dispute(ctx, support_id, expected, body)


@router.post("/{support_id}/void")
async def void_support(ctx: Writer, support_id: UUID, body: WithReason, expected: ExpectedVersion) -> SupportOut:
    """Take it out of every sum; the record stays."""
    return await service.void(ctx, support_id, expected, body)
