"""Mentors offered and needs listed, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.mentor_listings import service
from services.api.features.mentor_listings.filters import BoardFilter, MentorListingFilter
from services.api.features.mentor_listings.service_sheet import MENTOR_LISTINGS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.mentor_listings import (
    MentorBoard,
    MentorListingDetail,
    MentorListingPatch,
    MentorListingRow,
    MentorNeedCreate,
    MentorOfferCreate,
)
from services.contracts.pairings import WithReason

router = strict_router("mentor-listings", "/api/v1/mentor-listings")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]
Writer = Annotated[Ctx, needs(Permission.pairing_act)]


@router.get("")
async def list_mentor_listings(
    ctx: Reader, page: Paging, asked: Annotated[MentorListingFilter, Depends()]
) -> Page[MentorListingRow]:
    """Mentors offered and needs listed under the pairings in scope, the latest first day first."""
    return await service.page(ctx, asked, page)


offer(router, MENTOR_LISTINGS, needs(Permission.pairing_read), MentorListingFilter, service.page)


@router.get("/board")
async def show_mentor_board(ctx: Reader, asked: Annotated[BoardFilter, Depends()]) -> MentorBoard:
    """Both lists of a pairing, and the subjects on which they meet."""
    return await service.board(ctx, asked)


@router.post("/offers", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def offer_mentor(ctx: Writer, body: MentorOfferCreate, response: Response) -> MentorListingDetail:
    """Offer somebody as mentor; the supporting school, or the coordinator of its county."""
    made = await service.offer(ctx, body)
    response.headers["Location"] = f"/api/v1/mentor-listings/{made.id}"
    return made


@router.post("/needs", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def list_mentor_need(ctx: Writer, body: MentorNeedCreate, response: Response) -> MentorListingDetail:
    """List for whom mentors are needed; the recipient school, or the coordinator of its county."""
    made = await service.need(ctx, body)
    response.headers["Location"] = f"/api/v1/mentor-listings/{made.id}"
    return made


@router.get("/{mentor_listing_id}")
async def get_mentor_listing(ctx: Reader, mentor_listing_id: UUID) -> MentorListingDetail:
    """One offer or need with its history."""
    return await service.detail(ctx, mentor_listing_id)


@router.patch("/{mentor_listing_id}")
async def patch_mentor_listing(
    ctx: Writer, mentor_listing_id: UUID, body: MentorListingPatch, expected: ExpectedVersion
) -> MentorListingDetail:
    """Put right what was typed; the school that listed it."""
    return await service.edit(ctx, mentor_listing_id, expected, body)


@router.post("/{mentor_listing_id}/withdraw")
async def withdraw_mentor_listing(
    ctx: Writer, mentor_listing_id: UUID, body: WithReason, expected: ExpectedVersion
) -> MentorListingDetail:
    """It is not offered or needed any more; mentor pairs made of it stay."""
    return await service.withdraw(ctx, mentor_listing_id, expected, body)
