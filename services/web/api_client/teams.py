"""Teams, and how many go each way."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.teams import TeamDetail, TeamNumbersPage, TeamOut
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class TeamsClient:
    """`teams`."""

    api: Api

    async def rows(self, params: Query) -> Page[TeamOut]:
        """One page, the newest first."""
        return await self.api.get("/teams", Page[TeamOut], params)

    async def detail(self, team_id: UUID) -> TeamDetail:
        """One team beside the one of the other direction."""
        return await self.api.get(f"/teams/{team_id}", TeamDetail)

    async def create(self, body: Body, key: str) -> TeamDetail:
        """Make a team of a pairing."""
        return await self.api.post("/teams", TeamDetail, body, idempotency_key=key or None)

    async def change(self, team_id: UUID, body: Body, version: int) -> TeamDetail:
        """What it is called, and its batch."""
        return await self.api.patch(f"/teams/{team_id}", TeamDetail, body, if_match=version)

    async def act(self, team_id: UUID, action: str, body: Body, version: int) -> TeamDetail:
        """Take a step."""
        return await self.api.post(f"/teams/{team_id}/{action}", TeamDetail, body, if_match=version)

    async def numbers(self, params: Query) -> TeamNumbersPage:
        """One page of pairings and batches with both directions counted, and their sums."""
        return await self.api.get("/teams/numbers", TeamNumbersPage, params)
