"""Funds and goods between the schools of a pairing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.contracts.supports import SupportDetail, SupportOut, SupportPage
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class SupportsClient:
    """`supports`."""

    api: Api

    async def rows(self, params: Query) -> SupportPage:
        """One page of funds and goods, the latest school year first; with the count come sums and checks."""
        return await self.api.get("/supports", SupportPage, params)

    async def detail(self, support_id: UUID) -> SupportDetail:
        """One row with what happened to it."""
        return await self.api.get(f"/supports/{support_id}", SupportDetail)

    async def create(self, body: Mapping[str, object], key: str) -> SupportOut:
        """Plan it, or note what has been given."""
        return await self.api.post("/supports", SupportOut, body, idempotency_key=key or None)

    async def change(self, support_id: UUID, body: Mapping[str, object], version: int) -> SupportOut:
        """Put a plan right."""
        return await self.api.patch(f"/supports/{support_id}", SupportOut, body, if_match=version)

    async def act(self, support_id: UUID, action: str, body: Mapping[str, object], version: int) -> SupportOut:
        """Give, confirm, contest or void it."""
        return await self.api.post(f"/supports/{support_id}/{action}", SupportOut, body, if_match=version)
