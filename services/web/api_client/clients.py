"""Access of provincial systems."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.clients import ClientOut, ClientUsageOut
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

    async def usage(self, client_id: UUID) -> ClientUsageOut:
        """What it called in the last thirty days."""
        return await self.api.get(f"/clients/{client_id}/usage", ClientUsageOut)

    async def create(self, body: Body, key: str) -> ClientOut:
        """Open access; the answer has the secret, this once."""
        return await self.api.post("/clients", ClientOut, body, idempotency_key=key or None)

    async def change(self, client_id: UUID, body: Body, version: int) -> ClientOut:
        """Change what it may."""
        return await self.api.patch(f"/clients/{client_id}", ClientOut, body, if_match=version)

    async def act(self, client_id: UUID, action: str, body: Body, version: int) -> ClientOut:
        """Rotate the secret, end one or end the access."""
        return await self.api.post(f"/clients/{client_id}/{action}", ClientOut, body, if_match=version)
