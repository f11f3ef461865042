"""Imports: files go up and come down as streams."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.imports import ImportKind, ImportOut
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class ImportsClient:
    """`imports`."""

    api: Api

    async def rows(self, params: Query) -> Page[ImportOut]:
        """One page of uploads, the newest first."""
        return await self.api.get("/imports", Page[ImportOut], params)

    async def one(self, import_id: UUID) -> ImportOut:
        """One upload and how far it is."""
        return await self.api.get(f"/imports/{import_id}", ImportOut)

    async def upload(self, params: Query, content: AsyncIterator[bytes], key: str) -> ImportOut:
        """Send a file."""
        return await self.api.upload("/imports", ImportOut, content, params=params, idempotency_key=key or None)

    async def act(self, import_id: UUID, action: str, version: int) -> ImportOut:
        """Confirm or cancel."""
        return await self.api.post(f"/imports/{import_id}/{action}", ImportOut, if_match=version)

    async def template(self, kind: ImportKind) -> AsyncIterator[bytes]:
        """The empty table."""
        return await self.api.download(f"/imports/templates/{kind.value}.xlsx")

    async def mistakes(self, import_id: UUID) -> AsyncIterator[bytes]:
        """The rows to be mended."""
        return await self.api.download(f"/imports/{import_id}/errors.xlsx")
