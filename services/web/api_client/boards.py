"""The board of pairings."""

from dataclasses import dataclass

from services.contracts.boards import PairingBoard
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class BoardsClient:
    """`pairing-board`."""

    api: Api

    async def show(self, params: Query) -> PairingBoard:
        """Every state with its first pairings."""
        return await self.api.get("/pairing-board", PairingBoard, params)
