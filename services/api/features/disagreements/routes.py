"""Disagreements over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.disagreements import service
from services.api.features.disagreements.filters import DisagreementFilter
from services.api.features.disagreements.service_sheet import DISAGREEMENTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.disagreements import (
    AnswerDisagreement,
    DisagreementCreate,
    DisagreementDetail,
    DisagreementRow,
    KeepPlan,
)
from services.contracts.pairings import NoBody

router = strict_router("disagreements", "/api/v1/disagreements")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Actor = Annotated[Ctx, needs(Permission.assignment_act)]


@router.get("")
async def list_disagreements(
    ctx: Reader, page: Paging, asked: Annotated[DisagreementFilter, Depends()]
) -> Page[DisagreementRow]:
    """Disagreements about assignments in scope, the newest first."""
    return await service.page(ctx, asked, page)


offer(router, DISAGREEMENTS, needs(Permission.assignment_read), DisagreementFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def raise_disagreement(ctx: Actor, body: DisagreementCreate, response: Response) -> DisagreementDetail:
    """Say that a plan cannot stay as it is; it is not confirmed while this is open."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/disagreements/{made.id}"
    return made


@router.get("/{disagreement_id}")
async def get_disagreement(ctx: Reader, disagreement_id: UUID) -> DisagreementDetail:
    """One disagreement with the words that the caller's side may read."""
    return await service.detail(ctx, disagreement_id)


@router.post("/{disagreement_id}/answer")
async def answer_disagreement(
    ctx: Actor, disagreement_id: UUID, body: AnswerDisagreement, expected: ExpectedVersion
) -> DisagreementDetail:
    """Say something about it, to everybody concerned or to the own side and the office alone."""
    return await service.answer(ctx, disagreement_id, expected, body)


@router.post("/{disagreement_id}/keep")
async def keep_plan(ctx: Actor, disagreement_id: UUID, body: KeepPlan, expected: ExpectedVersion) -> DisagreementDetail:
    """The office leaves the plan as it is."""
    return await service.keep(ctx, disagreement_id, expected, body)


@router.post("/{disagreement_id}/withdraw")
async def withdraw_disagreement(
    ctx: Actor, disagreement_id: UUID, _: NoBody, expected: ExpectedVersion
) -> DisagreementDetail:
    """The party that raised it takes it back."""
    return await service.withdraw(ctx, disagreement_id, expected)
