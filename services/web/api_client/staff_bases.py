"""Staff bases: what a county froze, what it would freeze now, and who has not."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.staff_bases import StaffBaseCoverage, StaffBaseOut, StaffBasePreview
from services.web.api_client.base import Api, Body, Query

BASES = "/staff-bases"


@dataclass(slots=True)
class StaffBasesClient:
    """`staff-bases`."""

    api: Api

    async def rows(self, params: Query) -> Page[StaffBaseOut]:
        """One page, the latest first."""
        return await self.api.get(BASES, Page[StaffBaseOut], params)

    async def coverage(self, school_year: str) -> StaffBaseCoverage:
        """Which counties of the caller's region have one."""
        return await self.api.get(f"{BASES}/coverage", StaffBaseCoverage, {"school_year": school_year})

    async def preview(self, region_code: str, school_year: str) -> StaffBasePreview:
        """What freezing would freeze now."""
        asked = {"region_code": region_code, "school_year": school_year}
        return await self.api.get(f"{BASES}/preview", StaffBasePreview, asked)

    async def freeze(self, body: Body, key: str) -> StaffBaseOut:
        """Freeze."""
        return await self.api.post(BASES, StaffBaseOut, body, idempotency_key=key or None)
