"""Moves of people between schools, establishments, and what is done about a surplus."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.staff_moves import (
    HeadcountPage,
    MoveTargets,
    StaffMoveDetail,
    StaffMoveRow,
    SurplusMeasureRow,
)
from services.web.api_client.base import Api, Body, Query
from services.web.inputs import Option

MOVES, MEASURES = "/staff-moves", "/surplus-measures"


@dataclass(slots=True)
class StaffMovesClient:
    """`staff-moves`."""

    api: Api

    async def rows(self, params: Query) -> Page[StaffMoveRow]:
        """One page, the latest day first."""
        return await self.api.get(MOVES, Page[StaffMoveRow], params)

    async def detail(self, move_id: UUID) -> StaffMoveDetail:
        """One move with both schools and its history."""
        return await self.api.get(f"{MOVES}/{move_id}", StaffMoveDetail)

    async def create(self, body: Body, key: str) -> StaffMoveDetail:
        """Decide or propose a move."""
        return await self.api.post(MOVES, StaffMoveDetail, body, idempotency_key=key or None)

    async def change(self, move_id: UUID, body: Body, version: int) -> StaffMoveDetail:
        """Put right what is not settled."""
        return await self.api.patch(f"{MOVES}/{move_id}", StaffMoveDetail, body, if_match=version)

    async def act(self, move_id: UUID, action: str, body: Body, version: int) -> StaffMoveDetail:
        """Take a step."""
        return await self.api.post(f"{MOVES}/{move_id}/{action}", StaffMoveDetail, body, if_match=version)

    async def find(self, text: str) -> list[Option]:
        """Answer a picker's search among the schools of the province."""
        found = await self.api.get(f"{MOVES}/schools", MoveTargets, {"q": text[:60]})
        return [
            Option(
                f"{each.school.id} {each.school.name}", each.school.name,
                f"{each.county_name}·{each.school.code}{'·薄弱' if each.weak else ''}",
            )
            for each in found.items
        ]  # fmt: skip


@dataclass(slots=True)
class HeadcountsClient:
    """`headcounts` and `surplus-measures`."""

    api: Api

    async def rows(self, params: Query) -> HeadcountPage:
        """One page of schools against their posts, by county and spelling."""
        return await self.api.get("/headcounts", HeadcountPage, params)

    async def measures(self, params: Query) -> Page[SurplusMeasureRow]:
        """One page of measures, the latest day first."""
        return await self.api.get(MEASURES, Page[SurplusMeasureRow], params)

    async def measure(self, measure_id: UUID) -> SurplusMeasureRow:
        """One measure."""
        return await self.api.get(f"{MEASURES}/{measure_id}", SurplusMeasureRow)

    async def record(self, body: Body, key: str) -> SurplusMeasureRow:
        """Record how a part of a surplus was resolved."""
        return await self.api.post(MEASURES, SurplusMeasureRow, body, idempotency_key=key or None)

    async def void(self, measure_id: UUID, body: Body, version: int) -> SurplusMeasureRow:
        """It was recorded by mistake."""
        return await self.api.post(f"{MEASURES}/{measure_id}/void", SurplusMeasureRow, body, if_match=version)
