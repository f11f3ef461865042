"""Support classes of paired schools."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.support_classes import ClassPeople, SupportClassDetail, SupportClassRow
from services.web.api_client.base import Api, Body, Query
from services.web.inputs import Option

CLASSES = "/support-classes"


@dataclass(slots=True)
class SupportClassesClient:
    """`support-classes`."""

    api: Api

    async def rows(self, params: Query) -> Page[SupportClassRow]:
        """One page, the latest school year first."""
        return await self.api.get(CLASSES, Page[SupportClassRow], params)

    async def detail(self, class_id: UUID) -> SupportClassDetail:
        """One class with posts, checks, money and history."""
        return await self.api.get(f"{CLASSES}/{class_id}", SupportClassDetail)

    async def create(self, body: Body, key: str) -> SupportClassDetail:
        """Propose a class."""
        return await self.api.post(CLASSES, SupportClassDetail, body, idempotency_key=key or None)

    async def change(self, class_id: UUID, body: Body, version: int) -> SupportClassDetail:
        """Put a proposal right."""
        return await self.api.patch(f"{CLASSES}/{class_id}", SupportClassDetail, body, if_match=version)

    async def act(self, class_id: UUID, action: str, body: Body, version: int) -> SupportClassDetail:
        """Take a step."""
        return await self.api.post(f"{CLASSES}/{class_id}/{action}", SupportClassDetail, body, if_match=version)

    async def find(self, class_id: UUID, text: str) -> list[Option]:
        """Answer a picker's search among those who may have a post."""
        found = await self.api.get(f"{CLASSES}/{class_id}/people", ClassPeople, {"q": text[:60]})
        return [
            Option(f"{each.staff_id} {each.name}", each.name, "·".join(filter(None, (each.school.name, each.subject))))
            for each in found.items
        ]
