"""Commitments of pairings, counted by the API."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.commitments import CommitmentOut, CommitmentTemplates, TemplateAdded
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class CommitmentsClient:
    """`commitments`."""

    api: Api

    async def rows(self, params: Query) -> Page[CommitmentOut]:
        """One page of commitments with their progress, the latest first."""
        return await self.api.get("/commitments", Page[CommitmentOut], params)

    async def detail(self, commitment_id: UUID) -> CommitmentOut:
        """One commitment."""
        return await self.api.get(f"/commitments/{commitment_id}", CommitmentOut)

    async def create(self, body: Body, key: str) -> CommitmentOut:
        """Promise something."""
        return await self.api.post("/commitments", CommitmentOut, body, idempotency_key=key or None)

    async def change(self, commitment_id: UUID, body: Body, version: int) -> CommitmentOut:
        """Put it right."""
        return await self.api.patch(f"/commitments/{commitment_id}", CommitmentOut, body, if_match=version)

    async def void(self, commitment_id: UUID, body: Body, version: int) -> CommitmentOut:
        """Take it back; the record stays."""
        return await self.api.post(f"/commitments/{commitment_id}/void", CommitmentOut, body, if_match=version)

    async def templates(self) -> CommitmentTemplates:
        """What real pairings promised."""
        return await self.api.get("/commitments/templates", CommitmentTemplates)

    async def take_over(self, body: Body, key: str) -> TemplateAdded:
        """Add items of a template."""
        return await self.api.post("/commitments/from-template", TemplateAdded, body, idempotency_key=key or None)
