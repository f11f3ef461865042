"""The board of pairings, and what one has on paper."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.boards import PairingBoard
from services.contracts.pairing_papers import PairingPlan, PairingRecord
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class BoardsClient:
    """`pairing-board`, and the papers of one pairing."""

    api: Api

    async def show(self, params: Query) -> PairingBoard:
        """Every state with its first pairings."""
        return await self.api.get("/pairing-board", PairingBoard, params)

    async def plan(self, pairing_id: UUID) -> PairingPlan:
        """Goals, promises, dates to come and who answers."""
        return await self.api.get(f"/pairings/{pairing_id}/plan", PairingPlan)

    async def record(self, pairing_id: UUID) -> PairingRecord:
        """What the two schools gave each other."""
        return await self.api.get(f"/pairings/{pairing_id}/record", PairingRecord)
