"""Leading groups."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.leading_groups import LeadingGroupOut
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class LeadingGroupsClient:
    """`leading-groups`."""

    api: Api

    async def rows(self, params: Query) -> Page[LeadingGroupOut]:
        """One page, the latest first."""
        return await self.api.get("/leading-groups", Page[LeadingGroupOut], params)

    async def detail(self, group_id: UUID) -> LeadingGroupOut:
        """One group."""
        return await self.api.get(f"/leading-groups/{group_id}", LeadingGroupOut)

    async def create(self, body: Body, key: str) -> LeadingGroupOut:
        """Say who leads from a day on."""
        return await self.api.post("/leading-groups", LeadingGroupOut, body, idempotency_key=key or None)

    async def act(self, group_id: UUID, action: str, body: Body, version: int) -> LeadingGroupOut:
        """Take a step."""
        return await self.api.post(f"/leading-groups/{group_id}/{action}", LeadingGroupOut, body, if_match=version)
