"""Lessons that were heard."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.lesson_records import LessonColleagues, LessonPairings, LessonRecordDetail, LessonRecordRow
from services.web.api_client.base import Api, Body, Query
from services.web.inputs import Option


@dataclass(slots=True)
class LessonRecordsClient:
    """`lesson-records`."""

    api: Api

    async def rows(self, params: Query) -> Page[LessonRecordRow]:
        """One page, the latest lesson first."""
        return await self.api.get("/lesson-records", Page[LessonRecordRow], params)

    async def detail(self, record_id: UUID) -> LessonRecordDetail:
        """One record with its words and history."""
        return await self.api.get(f"/lesson-records/{record_id}", LessonRecordDetail)

    async def create(self, body: Body, key: str) -> LessonRecordDetail:
        """Record a lesson."""
        return await self.api.post("/lesson-records", LessonRecordDetail, body, idempotency_key=key or None)

    async def change(self, record_id: UUID, body: Body, version: int) -> LessonRecordDetail:
        """Put right what was typed."""
        return await self.api.patch(f"/lesson-records/{record_id}", LessonRecordDetail, body, if_match=version)

    async def act(self, record_id: UUID, action: str, body: Body, version: int) -> LessonRecordDetail:
        """Take a step."""
        return await self.api.post(f"/lesson-records/{record_id}/{action}", LessonRecordDetail, body, if_match=version)

    async def pairings(self) -> LessonPairings:
        """The pairings under which the caller may record."""
        return await self.api.get("/lesson-records/pairings", LessonPairings)

    async def find(self, text: str, pairing_id: str) -> list[Option]:
        """Answer a picker's search among the people of the pairing's schools."""
        asked: Query = {"q": text[:60], "pairing_id": pairing_id}
        found = await self.api.get("/lesson-records/people", LessonColleagues, asked)
        return [
            Option(f"{each.staff_id} {each.name}", each.name, "·".join(filter(None, (each.school.name, each.subject))))
            for each in found.items
        ]
