"""Posts that assignments vacate, and who covers them."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.covers import CoverCandidates, VacancyRow
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class CoversClient:
    """`covers`."""

    api: Api

    async def rows(self, params: Query) -> Page[VacancyRow]:
        """One page, the latest start first."""
        return await self.api.get("/covers", Page[VacancyRow], params)

    async def candidates(self, assignment_id: UUID) -> CoverCandidates:
        """Who comes to the school by an assignment of these days."""
        return await self.api.get("/covers/candidates", CoverCandidates, {"assignment_id": str(assignment_id)})

    async def create(self, body: Body, key: str) -> VacancyRow:
        """Say who covers a post."""
        return await self.api.post("/covers", VacancyRow, body, idempotency_key=key or None)

    async def void(self, cover_id: UUID, version: int) -> VacancyRow:
        """Take a name away."""
        return await self.api.post(f"/covers/{cover_id}/void", VacancyRow, {}, if_match=version)
