"""Successions of schools and delegated reports over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, status

from services.api.features.schools import service
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.places import DelegationOut
from services.contracts.school_history import (
    DelegationCreate,
    DelegationEnd,
    SuccessionDone,
    SuccessionPlan,
    SuccessionPreview,
)

successions_router = strict_router("successions", "/api/v1/successions")
delegations_router = strict_router("delegations", "/api/v1/delegations")
Reader = Annotated[Ctx, needs(Permission.school_read)]
Writer = Annotated[Ctx, needs(Permission.school_write)]


@successions_router.post("/preview")
async def preview_succession(ctx: Writer, body: SuccessionPlan) -> SuccessionPreview:
    """What would move, with counts and names; nothing is written."""
    return await service.preview(ctx, body)


@successions_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_succession(ctx: Writer, body: SuccessionPlan) -> SuccessionDone:
    """Rename, merge, split, close or reopen, in one transaction. It cannot be undone: look at the preview first."""
    return await service.succeed(ctx, body)


@delegations_router.get("")
async def list_delegations(
    ctx: Reader,
    page: Paging,
    school_id: Annotated[UUID | None, Query()] = None,
    running: Annotated[bool, Query()] = False,  # noqa: FBT002 - a query parameter
) -> Page[DelegationOut]:
    """Who reports for whom; `school_id` is either side, `running` those of today."""
    return await service.delegations(ctx, page, school_id, running=running)


@delegations_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_delegation(ctx: Writer, body: DelegationCreate) -> DelegationOut:
    """A centre school reports for another school from a day on."""
    return await service.delegate(ctx, body)


@delegations_router.post("/{delegation_id}/end")
async def end_delegation(
    ctx: Writer, delegation_id: UUID, body: DelegationEnd, expected: ExpectedVersion
) -> DelegationOut:
    """Its last day."""
    return await service.end_delegation(ctx, delegation_id, body, expected)
