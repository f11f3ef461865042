"""Mentor pairs, and the checks on them."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.mentor_pairs import MentorPairDetail, MentorPairRow, MentorPeople
from services.web.api_client.base import Api, Body, Query
from services.web.inputs import Option


@dataclass(slots=True)
class MentorPairsClient:
    """`mentor-pairs`."""

    api: Api

    async def rows(self, params: Query) -> Page[MentorPairRow]:
        """One page, the latest start first."""
        return await self.api.get("/mentor-pairs", Page[MentorPairRow], params)

    async def detail(self, pair_id: UUID) -> MentorPairDetail:
        """One pair with summary, review and history."""
        return await self.api.get(f"/mentor-pairs/{pair_id}", MentorPairDetail)

    async def create(self, body: Body, key: str) -> MentorPairDetail:
        """Pair a mentor with a mentee."""
        return await self.api.post("/mentor-pairs", MentorPairDetail, body, idempotency_key=key or None)

    async def change(self, pair_id: UUID, body: Body, version: int) -> MentorPairDetail:
        """Put right what was typed."""
        return await self.api.patch(f"/mentor-pairs/{pair_id}", MentorPairDetail, body, if_match=version)

    async def act(self, pair_id: UUID, action: str, body: Body, version: int) -> MentorPairDetail:
        """Take a step."""
        return await self.api.post(f"/mentor-pairs/{pair_id}/{action}", MentorPairDetail, body, if_match=version)

    async def find(self, text: str, pairing_id: str = "", school_id: str = "") -> list[Option]:
        """Answer a picker's search among own people and those of the pairing's schools, or of one of them."""
        narrow = {"pairing_id": pairing_id, "school_id": school_id}
        asked: Query = {"q": text[:60], **{name: value for name, value in narrow.items() if value}}
        found = await self.api.get("/mentor-pairs/people", MentorPeople, asked)
        return [
            Option(f"{each.staff_id} {each.name}", each.name, "·".join(filter(None, (each.school.name, each.subject))))
            for each in found.items
        ]
