"""Refusals over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.refusals import service
from services.api.features.refusals.filters import RefusalFilter
from services.api.features.refusals.service_sheet import REFUSALS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.refusals import (
    DecideRefusal,
    DismissRefusal,
    HearRefusal,
    RefusalCreate,
    RefusalDetail,
    RefusalPatch,
    RefusalRow,
    StateRefusal,
)

router = strict_router("refusals", "/api/v1/refusals")
Reader = Annotated[Ctx, needs(Permission.refusal_read)]
Writer = Annotated[Ctx, needs(Permission.refusal_write)]


@router.get("")
async def list_refusals(ctx: Reader, page: Paging, asked: Annotated[RefusalFilter, Depends()]) -> Page[RefusalRow]:
    """Cases of the county, the school or the person, the latest refusal first; without their words."""
    return await service.page(ctx, asked, page)


offer(router, REFUSALS, needs(Permission.refusal_read), RefusalFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_refusal(ctx: Writer, body: RefusalCreate, response: Response) -> RefusalDetail:
    """Record by hand that somebody confirmed does not go; a refused assignment that was confirmed opens its case."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/refusals/{made.id}"
    return made


@router.get("/{refusal_id}")
async def get_refusal(ctx: Reader, refusal_id: UUID) -> RefusalDetail:
    """One case with its words, what was decided and on what basis."""
    return await service.detail(ctx, refusal_id)


@router.patch("/{refusal_id}")
async def patch_refusal(ctx: Writer, refusal_id: UUID, body: RefusalPatch, expected: ExpectedVersion) -> RefusalDetail:
    """Put the recorded facts right."""
    return await service.edit(ctx, refusal_id, expected, body)


@router.post("/{refusal_id}/state")
async def state_refusal(ctx: Writer, refusal_id: UUID, body: StateRefusal, expected: ExpectedVersion) -> RefusalDetail:
    """The person's own words."""
    return await service.state(ctx, refusal_id, expected, body)


@router.post("/{refusal_id}/hear")
async def hear_refusal(ctx: Writer, refusal_id: UUID, body: HearRefusal, expected: ExpectedVersion) -> RefusalDetail:
    """Write down what the person said, or that the person would not speak."""
    return await service.hear(ctx, refusal_id, expected, body)


@router.post("/{refusal_id}/decide")
async def decide_refusal(
    ctx: Writer, refusal_id: UUID, body: DecideRefusal, expected: ExpectedVersion
) -> RefusalDetail:
    """Decide what follows; only after the person was heard."""
    return await service.decide(ctx, refusal_id, expected, body)


@router.post("/{refusal_id}/dismiss")
async def dismiss_refusal(
    ctx: Writer, refusal_id: UUID, body: DismissRefusal, expected: ExpectedVersion
) -> RefusalDetail:
    """Decide that nothing follows: the exchange is deferred, or there is a good reason."""
    return await service.dismiss(ctx, refusal_id, expected, body)


@router.post("/{refusal_id}/withdraw")
async def withdraw_refusal(ctx: Writer, refusal_id: UUID, body: WithReason, expected: ExpectedVersion) -> RefusalDetail:
    """Take it back before anything is decided."""
    return await service.withdraw(ctx, refusal_id, expected, body)


@router.post("/{refusal_id}/lift")
async def lift_refusal(ctx: Writer, refusal_id: UUID, body: WithReason, expected: ExpectedVersion) -> RefusalDetail:
    """What was decided does not hold any more."""
    return await service.lift(ctx, refusal_id, expected, body)


@router.post("/{refusal_id}/void")
async def void_refusal(ctx: Writer, refusal_id: UUID, body: WithReason, expected: ExpectedVersion) -> RefusalDetail:
    """It should never have been recorded; the record stays."""
    return await service.void(ctx, refusal_id, expected, body)
