"""Commitments over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.commitments import service
from services.api.features.commitments.filters import CommitmentFilter
from services.api.features.commitments.service_sheet import COMMITMENTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.commitments import (
    AddFromTemplate,
    CommitmentCreate,
    CommitmentOut,
    CommitmentPatch,
    CommitmentTemplates,
    TemplateAdded,
)
from services.contracts.pairings import WithReason

router = strict_router("commitments", "/api/v1/commitments")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]
Writer = Annotated[Ctx, needs(Permission.pairing_act)]


@router.get("")
async def list_commitments(
    ctx: Reader, page: Paging, asked: Annotated[CommitmentFilter, Depends()]
) -> Page[CommitmentOut]:
    """Commitments of the pairings in scope with their progress, the latest first."""
    return await service.page(ctx, asked, page)


offer(router, COMMITMENTS, needs(Permission.pairing_read), CommitmentFilter, service.page)


@router.get("/templates")
async def list_commitment_templates(_: Reader) -> CommitmentTemplates:
    """What real pairings promised, to take over."""
    return service.offered()


@router.post("/from-template", dependencies=[Idempotent])
async def add_commitments_from_template(ctx: Writer, body: AddFromTemplate) -> TemplateAdded:
    """Take over items of a template; nothing twice."""
    return await service.add_from_template(ctx, body)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def add_commitment(ctx: Writer, body: CommitmentCreate, response: Response) -> CommitmentOut:
    """Promise something that the system counts."""
    made = await service.add(ctx, body)
    response.headers["Location"] = f"/api/v1/commitments/{made.id}"
    return made


@router.get("/{commitment_id}")
async def get_commitment(ctx: Reader, commitment_id: UUID) -> CommitmentOut:
    """One commitment with its progress today."""
    return await service.one(ctx, commitment_id)


@router.patch("/{commitment_id}")
async def patch_commitment(
    ctx: Writer, commitment_id: UUID, body: CommitmentPatch, expected: ExpectedVersion
) -> CommitmentOut:
    """Put right what was typed, or agree on other numbers."""
    return await service.edit(ctx, commitment_id, expected, body)


@router.post("/{commitment_id}/void")
async def void_commitment(
    ctx: Writer, commitment_id: UUID, body: WithReason, expected: ExpectedVersion
) -> CommitmentOut:
    """Take it back; the record stays."""
    return await service.void(ctx, commitment_id, expected, body)
