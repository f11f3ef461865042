"""Schools: directory, dated decisions, search for pickers."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.places import SchoolDetail, SchoolOut
from services.contracts.school_history import SchoolHistory
from services.web.api_client.base import Api, Body, Query
from services.web.inputs import Option

PICKED = 8
"""Answers of a picker; more is a reason to type more."""


@dataclass(slots=True)
class SchoolsClient:
    """`schools`."""

    api: Api

    async def rows(self, params: Query) -> Page[SchoolOut]:
        """One page by pinyin."""
        return await self.api.get("/schools", Page[SchoolOut], params)

    async def detail(self, school_id: UUID | str) -> SchoolDetail:
        """One school with its dated facts."""
        return await self.api.get(f"/schools/{school_id}", SchoolDetail)

    async def create(self, body: Body, key: str) -> SchoolDetail:
        """Add a school."""
        return await self.api.post("/schools", SchoolDetail, body, idempotency_key=key or None)

    async def history(self, school_id: UUID, before: str = "") -> SchoolHistory:
        """The school's life, newest first."""
        params: Query = {"before": before} if before else {}
        return await self.api.get(f"/schools/{school_id}/history", SchoolHistory, params)

    async def act(self, school_id: UUID, action: str, body: Body, version: int) -> SchoolDetail:
        """A dated decision."""
        return await self.api.post(f"/schools/{school_id}/{action}", SchoolDetail, body, if_match=version)

    async def find(self, text: str) -> list[Option]:
        """Answer a picker's search: name, pinyin, initials or code."""
        found = await self.rows({"q": text[:60], "limit": PICKED})
        return [school_option(each) for each in found.items]


def school_option(school: SchoolOut) -> Option:
    """Return a school as a picker's answer."""
    locality = school.locality.label if school.locality else "城乡待定"
    return Option(
        f"{school.id} {school.name}", school.name, f"{school.county_name}{school.township}·{locality}·{school.code}"
    )
