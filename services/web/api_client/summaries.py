"""Yearly summaries, and who owes one."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.summaries import SummaryDetail, SummaryDue, SummaryRow, SummaryTally
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class SummariesClient:
    """`summaries`."""

    api: Api

    async def rows(self, params: Query) -> Page[SummaryRow]:
        """One page of what is written, the latest school year first."""
        return await self.api.get("/summaries", Page[SummaryRow], params)

    async def due(self, params: Query) -> Page[SummaryDue]:
        """One page of who owes one or has written one."""
        return await self.api.get("/summaries/due", Page[SummaryDue], params)

    async def tally(self, params: Query) -> SummaryTally:
        """How far a school year is."""
        return await self.api.get("/summaries/tally", SummaryTally, params)

    async def detail(self, summary_id: UUID) -> SummaryDetail:
        """One summary with its texts."""
        return await self.api.get(f"/summaries/{summary_id}", SummaryDetail)

    async def create(self, body: Body, key: str) -> SummaryDetail:
        """Begin a summary."""
        return await self.api.post("/summaries", SummaryDetail, body, idempotency_key=key or None)

    async def change(self, summary_id: UUID, body: Body, version: int) -> SummaryDetail:
        """Save what is typed."""
        return await self.api.patch(f"/summaries/{summary_id}", SummaryDetail, body, if_match=version)

    async def act(self, summary_id: UUID, action: str, body: Body, version: int) -> SummaryDetail:
        """Take a step."""
        return await self.api.post(f"/summaries/{summary_id}/{action}", SummaryDetail, body, if_match=version)
