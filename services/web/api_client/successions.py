"""Successions of schools, and who reports for whom."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.places import DelegationOut
from services.contracts.school_history import SuccessionDone, SuccessionPreview
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
