"""Access of provincial systems."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.clients import ClientOut
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class ClientsClient:
    """`clients`."""

    api: Api

    async def rows(self, params: Query) -> Page[ClientOut]:
        """One page."""
        return await self.api.get("/clients", Page[ClientOut], params)

    async def detail(self, client_id: UUID) -> ClientOut:
        """One provincial system."""
        return await self.api.get(f"/clients/{client_id}", ClientOut)

    async def create(self, body: Body, key: str) -> ClientOut:
        """Open access; the answer has the secret, this once."""
        return await self.api.post("/clients", ClientOut, body, idempotency_key=key or None)

    async def act(self, client_id: UUID, action: str, version: int) -> ClientOut:
        """Rotate the secret or end the access."""
        return await self.api.post(f"/clients/{client_id}/{action}", ClientOut, if_match=version)
