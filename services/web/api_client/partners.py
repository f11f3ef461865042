"""Partners."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.partners import PartnerOut
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class PartnersClient:
    """`partners`."""

    api: Api

    async def rows(self, params: Query) -> Page[PartnerOut]:
        """One page, the latest start first."""
        return await self.api.get("/partners", Page[PartnerOut], params)

    async def detail(self, partner_id: UUID) -> PartnerOut:
        """One partner."""
        return await self.api.get(f"/partners/{partner_id}", PartnerOut)

    async def create(self, body: Body, key: str) -> PartnerOut:
        """Record who helps."""
        return await self.api.post("/partners", PartnerOut, body, idempotency_key=key or None)

    async def change(self, partner_id: UUID, body: Body, version: int) -> PartnerOut:
        """Put right what was typed."""
        return await self.api.patch(f"/partners/{partner_id}", PartnerOut, body, if_match=version)

    async def act(self, partner_id: UUID, action: str, body: Body, version: int) -> PartnerOut:
        """Take a step."""
        return await self.api.post(f"/partners/{partner_id}/{action}", PartnerOut, body, if_match=version)
