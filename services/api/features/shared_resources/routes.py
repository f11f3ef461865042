"""Shared papers over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.shared_resources import service
from services.api.features.shared_resources.filters import SharedResourceFilter
from services.api.features.shared_resources.service_sheet import SHARED_RESOURCES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.shared_resources import SharedResourceCreate, SharedResourceDetail, SharedResourceRow

router = strict_router("shared-resources", "/api/v1/shared-resources")
Reader = Annotated[Ctx, needs(Permission.shared_resource_read)]
Writer = Annotated[Ctx, needs(Permission.shared_resource_write)]


@router.get("")
async def list_shared_resources(
    ctx: Reader, page: Paging, asked: Annotated[SharedResourceFilter, Depends()]
) -> Page[SharedResourceRow]:
    """Papers that the schools of the pairings in scope shared, the latest first."""
    return await service.page(ctx, asked, page)


offer(router, SHARED_RESOURCES, needs(Permission.shared_resource_read), SharedResourceFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def share_resource(ctx: Writer, body: SharedResourceCreate, response: Response) -> SharedResourceDetail:
    """Share files with the other school of a pairing."""
    made = await service.share(ctx, body)
    response.headers["Location"] = f"/api/v1/shared-resources/{made.id}"
    return made


@router.get("/{shared_resource_id}")
async def get_shared_resource(ctx: Reader, shared_resource_id: UUID) -> SharedResourceDetail:
    """One paper with what happened."""
    return await service.detail(ctx, shared_resource_id)


@router.post("/{shared_resource_id}/void")
async def void_shared_resource(
    ctx: Writer, shared_resource_id: UUID, body: WithReason, expected: ExpectedVersion
) -> SharedResourceDetail:
    """Take it out of every list and count; the record stays."""
    return await service.void(ctx, shared_resource_id, expected, body)
