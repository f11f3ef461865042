"""Handovers and feedback at the end of assignments."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.handovers import HandoverDetail, HandoverRow
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class HandoversClient:
    """`handovers`; each is found by its assignment."""

    api: Api

    async def rows(self, params: Query) -> Page[HandoverRow]:
        """One page of what ends or has ended, the latest end first."""
        return await self.api.get("/handovers", Page[HandoverRow], params)

    async def detail(self, assignment_id: UUID) -> HandoverDetail:
        """One with its words."""
        return await self.api.get(f"/handovers/{assignment_id}", HandoverDetail)

    async def act(self, assignment_id: UUID, action: str, body: Body, version: int) -> HandoverDetail:
        """Take a step."""
        return await self.api.post(f"/handovers/{assignment_id}/{action}", HandoverDetail, body, if_match=version)
