"""People employed at schools, and who comes and goes."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.people import StaffOut
from services.web.api_client.base import Api, Body, Query
from services.web.inputs import Option

PICKED = 8


@dataclass(slots=True)
class StaffClient:
    """`staff`."""

    api: Api

    async def rows(self, params: Query) -> Page[StaffOut]:
        """One page by pinyin of the names."""
        return await self.api.get("/staff", Page[StaffOut], params)

    async def detail(self, staff_id: UUID | str) -> StaffOut:
        """One employment with its person."""
        return await self.api.get(f"/staff/{staff_id}", StaffOut)

    async def create(self, body: Body, key: str) -> StaffOut:
        """Employ a person."""
        return await self.api.post("/staff", StaffOut, body, idempotency_key=key or None)

    async def change(self, staff_id: UUID, body: Body, version: int) -> StaffOut:
        """Change facts of an employment."""
        return await self.api.patch(f"/staff/{staff_id}", StaffOut, body, if_match=version)

    async def act(self, staff_id: UUID, action: str, body: Body, version: int) -> StaffOut:
        """End an employment."""
        return await self.api.post(f"/staff/{staff_id}/{action}", StaffOut, body, if_match=version)

    async def find(self, text: str) -> list[Option]:
        """Answer a picker's search: name, pinyin or initials."""
        found = await self.rows({"q": text[:60], "limit": PICKED})
        return [staff_option(each) for each in found.items]


def staff_option(staff: StaffOut) -> Option:
    """Return a person as a picker's answer."""
    name = staff.name or "没有姓名"
    parts = [staff.school.name, staff.post.label, staff.subject, staff.title.label]
    return Option(f"{staff.id} {name}", name, "·".join(part for part in parts if part))
