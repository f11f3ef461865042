"""The papers of a pairing over HTTP."""

from typing import Annotated
from uuid import UUID

from services.api.features.boards import service_papers
from services.api.kernel.context import Ctx, needs
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.pairing_papers import PairingPlan, PairingRecord

router = strict_router("pairing-papers", "/api/v1/pairings")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]


@router.get("/{pairing_id}/plan")
async def get_pairing_plan(ctx: Reader, pairing_id: UUID) -> PairingPlan:
    """The plan of a pairing on paper (F-24)."""
    return await service_papers.plan(ctx, pairing_id)


@router.get("/{pairing_id}/record")
async def get_pairing_record(ctx: Reader, pairing_id: UUID) -> PairingRecord:
    """The record of mutual aid of a pairing (F-34)."""
    return await service_papers.record(ctx, pairing_id)
