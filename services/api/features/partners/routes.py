"""Partners over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.partners import service
from services.api.features.partners.filters import PartnerFilter
from services.api.features.partners.service_sheet import PARTNERS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.partners import EndPartner, PartnerCreate, PartnerOut, PartnerPatch

router = strict_router("partners", "/api/v1/partners")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]
Writer = Annotated[Ctx, needs(Permission.pairing_act)]


@router.get("")
async def list_partners(ctx: Reader, page: Paging, asked: Annotated[PartnerFilter, Depends()]) -> Page[PartnerOut]:
    """Partners of the pairings and schools in scope, the latest start first."""
    return await service.page(ctx, asked, page)


offer(router, PARTNERS, needs(Permission.pairing_read), PartnerFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_partner(ctx: Writer, body: PartnerCreate, response: Response) -> PartnerOut:
    """Record who helps a pairing or a school."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/partners/{made.id}"
    return made


@router.get("/{partner_id}")
async def get_partner(ctx: Reader, partner_id: UUID) -> PartnerOut:
    """One partner."""
    return await service.detail(ctx, partner_id)


@router.patch("/{partner_id}")
async def patch_partner(ctx: Writer, partner_id: UUID, body: PartnerPatch, expected: ExpectedVersion) -> PartnerOut:
    """Put right what was typed."""
    return await service.edit(ctx, partner_id, expected, body)


@router.post("/{partner_id}/end")
async def end_partner(ctx: Writer, partner_id: UUID, body: EndPartner, expected: ExpectedVersion) -> PartnerOut:
    """The last day it helps."""
    return await service.end(ctx, partner_id, expected, body)


@router.post("/{partner_id}/void")
async def void_partner(ctx: Writer, partner_id: UUID, body: WithReason, expected: ExpectedVersion) -> PartnerOut:
    """It was recorded by mistake; the record stays."""
    return await service.void(ctx, partner_id, expected, body)
