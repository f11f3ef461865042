"""Refusals to be exchanged."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.refusals import RefusalDetail, RefusalRow
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class RefusalsClient:
    """`refusals`."""

    api: Api

    async def rows(self, params: Query) -> Page[RefusalRow]:
        """One page, the latest refusal first."""
        return await self.api.get("/refusals", Page[RefusalRow], params)

    async def detail(self, refusal_id: UUID) -> RefusalDetail:
        """One case with its words."""
        return await self.api.get(f"/refusals/{refusal_id}", RefusalDetail)

    async def create(self, body: Body, key: str) -> RefusalDetail:
        """Record a case by hand."""
        return await self.api.post("/refusals", RefusalDetail, body, idempotency_key=key or None)

    async def change(self, refusal_id: UUID, body: Body, version: int) -> RefusalDetail:
        """Put the recorded facts right."""
        return await self.api.patch(f"/refusals/{refusal_id}", RefusalDetail, body, if_match=version)

    async def act(self, refusal_id: UUID, action: str, body: Body, version: int) -> RefusalDetail:
        """Take a step."""
        return await self.api.post(f"/refusals/{refusal_id}/{action}", RefusalDetail, body, if_match=version)
