"""Successions of schools, and who reports for whom."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.places import DelegationOut, PlannedOut
from services.contracts.school_history import PlannedDetail, PlannedPreview, SuccessionDone, SuccessionPreview
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class SuccessionsClient:
    """`successions`."""

    api: Api

    async def preview(self, plan: Body) -> SuccessionPreview:
        """What would happen."""
        return await self.api.post("/successions/preview", SuccessionPreview, plan)

    async def create(self, plan: Body, key: str) -> SuccessionDone:
        """Do it."""
        return await self.api.post("/successions", SuccessionDone, plan, idempotency_key=key or None)

    async def planned(self, params: Query) -> Page[PlannedOut]:
        """One page of what is planned, newest first."""
        return await self.api.get("/successions/planned", Page[PlannedOut], params)

    async def plan(self, plan_id: UUID) -> PlannedDetail:
        """One plan with who did what."""
        return await self.api.get(f"/successions/planned/{plan_id}", PlannedDetail)

    async def look_ahead(self, plan_id: UUID) -> PlannedPreview:
        """What would happen if it were done now."""
        return await self.api.post(f"/successions/planned/{plan_id}/preview", PlannedPreview, {})

    async def cancel(self, plan_id: UUID, body: Body, version: int) -> PlannedOut:
        """It will not be done."""
        return await self.api.post(f"/successions/planned/{plan_id}/cancel", PlannedOut, body, if_match=version)


@dataclass(slots=True)
class DelegationsClient:
    """`delegations`."""

    api: Api

    async def rows(self, params: Query) -> Page[DelegationOut]:
        """One page, newest first."""
        return await self.api.get("/delegations", Page[DelegationOut], params)

    async def create(self, body: Body, key: str) -> DelegationOut:
        """A centre reports for a school."""
        return await self.api.post("/delegations", DelegationOut, body, idempotency_key=key or None)

    async def end(self, delegation_id: UUID, body: Body, version: int) -> DelegationOut:
        """Its last day."""
        return await self.api.post(f"/delegations/{delegation_id}/end", DelegationOut, body, if_match=version)
