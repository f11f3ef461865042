"""Pairings over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.pairings import service
from services.api.features.pairings.filters import PairingFilter
from services.api.features.pairings.service_sheet import PAIRINGS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.agreements import AgreementCorrect, AgreementOut, AgreementPut, RenewPairing
from services.contracts.pairings import (
    EndPairing,
    GoalCreate,
    GoalOut,
    NoBody,
    PairingCreate,
    PairingDetail,
    PairingPage,
    PairingRow,
    SideContact,
    SignPairing,
    WithReason,
)

router = strict_router("pairings", "/api/v1/pairings")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]
Proposer = Annotated[Ctx, needs(Permission.pairing_propose)]
Actor = Annotated[Ctx, needs(Permission.pairing_act)]


@router.get("")
async def list_pairings(ctx: Reader, page: Paging, asked: Annotated[PairingFilter, Depends()]) -> PairingPage:
    """Pairings in scope, the latest start first."""
    return await service.page(ctx, asked, page)


offer(router, PAIRINGS, needs(Permission.pairing_read), PairingFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def propose_pairing(ctx: Proposer, body: PairingCreate, response: Response) -> PairingRow:
    """Propose a pairing; the level follows from the two counties."""
    made = await service.propose(ctx, body)
    response.headers["Location"] = f"/api/v1/pairings/{made.id}"
    return made


@router.get("/{pairing_id}")
async def get_pairing(ctx: Reader, pairing_id: UUID) -> PairingDetail:
    """One pairing with goals, counts and what has happened."""
    return await service.detail(ctx, pairing_id)


@router.get("/{pairing_id}/agreement")
async def get_agreement(ctx: Reader, pairing_id: UUID) -> AgreementOut:
    """The agreement with its pairing, ready to be printed."""
    return await service.agreement(ctx, pairing_id)


@router.put("/{pairing_id}/agreement")
async def put_agreement(ctx: Actor, pairing_id: UUID, body: AgreementPut, expected: ExpectedVersion) -> AgreementOut:
    """Write its words while both sides negotiate; `If-Match` carries the pairing's version."""
    return await service.put_agreement(ctx, pairing_id, expected, body)


@router.post("/{pairing_id}/agreement/correct")
async def correct_agreement(
    ctx: Actor, pairing_id: UUID, body: AgreementCorrect, expected: ExpectedVersion
) -> AgreementOut:
    """Put right what was written wrong after somebody has signed."""
    return await service.correct_agreement(ctx, pairing_id, expected, body)


@router.post("/{pairing_id}/renew", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def renew_pairing(
    ctx: Actor, pairing_id: UUID, body: RenewPairing, expected: ExpectedVersion, response: Response
) -> PairingRow:
    """Prepare its next term; both sides sign again."""
    made = await service.renew(ctx, pairing_id, expected, body)
    response.headers["Location"] = f"/api/v1/pairings/{made.id}"
    return made


@router.patch("/{pairing_id}/contacts")
async def patch_contacts(ctx: Actor, pairing_id: UUID, body: SideContact, expected: ExpectedVersion) -> PairingRow:
    """Name the leader and the liaison of one side."""
    return await service.set_contacts(ctx, pairing_id, expected, body)


@router.post("/{pairing_id}/decide")
async def decide_pairing(ctx: Actor, pairing_id: UUID, _: NoBody, expected: ExpectedVersion) -> PairingRow:
    """Decide that it shall be."""
    return await service.decide(ctx, pairing_id, expected)


@router.post("/{pairing_id}/negotiate")
async def negotiate_pairing(ctx: Actor, pairing_id: UUID, _: NoBody, expected: ExpectedVersion) -> PairingRow:
    """Start to negotiate the agreement; both sides have named their contacts."""
    return await service.negotiate(ctx, pairing_id, expected)


@router.post("/{pairing_id}/sign")
async def sign_pairing(ctx: Actor, pairing_id: UUID, body: SignPairing, expected: ExpectedVersion) -> PairingRow:
    """Record one side's signature; the second one makes it 已签协议."""
    return await service.sign(ctx, pairing_id, expected, body)


@router.post("/{pairing_id}/activate")
async def activate_pairing(ctx: Actor, pairing_id: UUID, _: NoBody, expected: ExpectedVersion) -> PairingRow:
    """Let it begin; both sides have signed."""
    return await service.activate(ctx, pairing_id, expected)


@router.post("/{pairing_id}/suspend")
async def suspend_pairing(ctx: Actor, pairing_id: UUID, body: WithReason, expected: ExpectedVersion) -> PairingRow:
    """Pause it."""
    return await service.suspend(ctx, pairing_id, expected, body)


@router.post("/{pairing_id}/resume")
async def resume_pairing(ctx: Actor, pairing_id: UUID, _: NoBody, expected: ExpectedVersion) -> PairingRow:
    """Go on after a pause."""
    return await service.resume(ctx, pairing_id, expected)


@router.post("/{pairing_id}/end")
async def end_pairing(ctx: Actor, pairing_id: UUID, body: EndPairing, expected: ExpectedVersion) -> PairingRow:
    """End it; nobody serves under it beyond that day."""
    return await service.end(ctx, pairing_id, expected, body)


@router.post("/{pairing_id}/void")
async def void_pairing(ctx: Actor, pairing_id: UUID, body: WithReason, expected: ExpectedVersion) -> PairingRow:
    """Take back one that never began; the record stays."""
    return await service.void(ctx, pairing_id, expected, body)


@router.post("/{pairing_id}/goals", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def add_goal(ctx: Actor, pairing_id: UUID, body: GoalCreate) -> GoalOut:
    """Agree on a countable goal."""
    return await service.add_goal(ctx, pairing_id, body)


@router.post("/{pairing_id}/goals/{goal_id}/void")
async def void_goal(ctx: Actor, pairing_id: UUID, goal_id: UUID, _: NoBody, expected: ExpectedVersion) -> PairingRow:
    """Drop a goal; `If-Match` carries the pairing's version."""
    return await service.void_goal(ctx, pairing_id, goal_id, expected)
