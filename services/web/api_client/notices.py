"""Messages to a school or an office."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.workbench import NoticeOut
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class NoticesClient:
    """`notices`."""

    api: Api

    async def rows(self, params: Query) -> Page[NoticeOut]:
        """One page of messages, newest first."""
        return await self.api.get("/notices", Page[NoticeOut], params)

    async def read(self, notice_id: UUID) -> NoticeOut:
        """Mark one as read; it says what it is about."""
        return await self.api.post(f"/notices/{notice_id}/read", NoticeOut, {})

    async def read_all(self) -> None:
        """Mark all as read."""
        await self.api.send("POST", "/notices/read-all")
