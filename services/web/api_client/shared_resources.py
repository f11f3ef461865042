"""Papers that the schools of a pairing share."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.shared_resources import SharedResourceDetail, SharedResourceRow
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class SharedResourcesClient:
    """`shared-resources`."""

    api: Api

    async def rows(self, params: Query) -> Page[SharedResourceRow]:
        """One page, the latest first."""
        return await self.api.get("/shared-resources", Page[SharedResourceRow], params)

    async def detail(self, resource_id: UUID) -> SharedResourceDetail:
        """One paper with its history."""
        return await self.api.get(f"/shared-resources/{resource_id}", SharedResourceDetail)

    async def create(self, body: Body, key: str) -> SharedResourceDetail:
        """Share files."""
        return await self.api.post("/shared-resources", SharedResourceDetail, body, idempotency_key=key or None)

    async def act(self, resource_id: UUID, action: str, body: Body, version: int) -> SharedResourceDetail:
        """Take a step."""
        path = f"/shared-resources/{resource_id}/{action}"
        return await self.api.post(path, SharedResourceDetail, body, if_match=version)
