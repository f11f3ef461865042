"""Assignments of people to other schools."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.assignments import AssignmentDetail, AssignmentRow
from services.contracts.base import Page
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class AssignmentsClient:
    """`assignments`."""

    api: Api

    async def rows(self, params: Query) -> Page[AssignmentRow]:
        """One page, the latest start first."""
        return await self.api.get("/assignments", Page[AssignmentRow], params)

    async def detail(self, assignment_id: UUID) -> AssignmentDetail:
        """One assignment with its confirmations, months and history."""
        return await self.api.get(f"/assignments/{assignment_id}", AssignmentDetail)

    async def plan(self, body: Body, key: str) -> AssignmentRow:
        """Plan an assignment."""
        return await self.api.post("/assignments", AssignmentRow, body, idempotency_key=key or None)

    async def change(self, assignment_id: UUID, body: Body, version: int) -> AssignmentRow:
        """Change a plan."""
        return await self.api.patch(f"/assignments/{assignment_id}", AssignmentRow, body, if_match=version)

    async def act(self, assignment_id: UUID, action: str, body: Body, version: int) -> AssignmentRow:
        """Take a step."""
        return await self.api.post(f"/assignments/{assignment_id}/{action}", AssignmentRow, body, if_match=version)
