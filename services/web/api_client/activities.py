"""Activities of a pairing, recorded once by the host school."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.activities import ActivityCreate, ActivityOut, ActivityPatch
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class ActivitiesClient:
    """`activities`."""

    api: Api

    async def rows(self, params: Query) -> Page[ActivityOut]:
        """One page of activities, newest first."""
        return await self.api.get("/activities", Page[ActivityOut], params)

    async def detail(self, activity_id: UUID) -> ActivityOut:
        """One activity."""
        return await self.api.get(f"/activities/{activity_id}", ActivityOut)

    async def create(self, activity: ActivityCreate, key: str) -> ActivityOut:
        """Record an activity."""
        return await self.api.post("/activities", ActivityOut, activity, idempotency_key=key or None)

    async def change(self, activity_id: UUID, patch: ActivityPatch, version: int) -> ActivityOut:
        """Correct an activity."""
        return await self.api.patch(f"/activities/{activity_id}", ActivityOut, patch, if_match=version)

    async def void(self, activity_id: UUID, why: WithReason, version: int) -> None:
        """Void an activity; the record stays."""
        await self.api.send("POST", f"/activities/{activity_id}/void", body=why, if_match=version)
