"""Activities of a pairing, recorded once by the host school."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.contracts.activities import ActivityOut, ActivityPeople
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.web.api_client.base import Api, Body, Query


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

    async def create(self, activity: Mapping[str, object], key: str) -> ActivityOut:
        """Record an activity."""
        return await self.api.post("/activities", ActivityOut, activity, idempotency_key=key or None)

    async def change(self, activity_id: UUID, patch: Mapping[str, object], version: int) -> ActivityOut:
        """Correct an activity."""
        return await self.api.patch(f"/activities/{activity_id}", ActivityOut, patch, if_match=version)

    async def void(self, activity_id: UUID, why: WithReason, version: int) -> None:
        """Void an activity; the record stays."""
        await self.api.send("POST", f"/activities/{activity_id}/void", body=why, if_match=version)

    async def restore(self, activity_id: UUID, version: int) -> ActivityOut:
        """Undo a void."""
        return await self.api.post(f"/activities/{activity_id}/restore", ActivityOut, if_match=version)

    async def joined(self, activity_id: UUID, pairing_id: UUID, action: str, body: Body, version: int) -> ActivityOut:
        """Say that a school which joined a meeting was there or was not."""
        path = f"/activities/{activity_id}/joined/{pairing_id}/{action}"
        return await self.api.post(path, ActivityOut, body, if_match=version)

    async def people(self, activity_id: UUID) -> ActivityPeople:
        """Who took part, and for who may correct it who could have."""
        return await self.api.get(f"/activities/{activity_id}/people", ActivityPeople)

    async def put_people(self, activity_id: UUID, body: Mapping[str, object], version: int) -> ActivityPeople:
        """Say who took part."""
        return await self.api.put(f"/activities/{activity_id}/people", ActivityPeople, body, if_match=version)
