"""Leading groups over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.leading_groups import service
from services.api.features.leading_groups.filters import LeadingGroupFilter
from services.api.features.leading_groups.service_sheet import LEADING_GROUPS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.leading_groups import LeadingGroupCreate, LeadingGroupOut
from services.contracts.pairings import WithReason

router = strict_router("leading-groups", "/api/v1/leading-groups")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]
Writer = Annotated[Ctx, needs(Permission.pairing_act)]


@router.get("")
async def list_leading_groups(
    ctx: Reader, page: Paging, asked: Annotated[LeadingGroupFilter, Depends()]
) -> Page[LeadingGroupOut]:
    """Groups in scope with the days on which they led, the latest first."""
    return await service.page(ctx, asked, page)


offer(router, LEADING_GROUPS, needs(Permission.pairing_read), LeadingGroupFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_leading_group(ctx: Writer, body: LeadingGroupCreate, response: Response) -> LeadingGroupOut:
    """Say who leads from a day on; the group before ends the day before."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/leading-groups/{made.id}"
    return made


@router.get("/{group_id}")
async def get_leading_group(ctx: Reader, group_id: UUID) -> LeadingGroupOut:
    """One group."""
    return await service.detail(ctx, group_id)


@router.post("/{group_id}/void")
async def void_leading_group(
    ctx: Writer, group_id: UUID, body: WithReason, expected: ExpectedVersion
) -> LeadingGroupOut:
    """It was typed wrong; the record stays."""
    return await service.void(ctx, group_id, expected, body)
