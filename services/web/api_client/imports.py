"""Imports: files go up and come down as streams."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx

from services.contracts.base import Page
from services.contracts.imports import ImportKind, ImportOut, ImportRowOut
from services.web.api_client.base import Api, Query, Sending

SECONDS = 120.0
"""How long the API may take before the first byte: a workbook is written whole before it is sent."""


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

    async def updated(self, import_id: UUID, params: Query) -> Page[ImportRowOut]:
        """One page of the rows that change what is there, by number."""
        return await self.api.get(f"/imports/{import_id}/rows", Page[ImportRowOut], {**params, "status": "update"})

    async def upload(self, params: Query, content: AsyncIterator[bytes], key: str) -> ImportOut:
        """Send a file."""
        return await self.api.upload("/imports", ImportOut, content, params=params, idempotency_key=key or None)

    async def act(self, import_id: UUID, action: str, version: int) -> ImportOut:
        """Confirm or cancel."""
        return await self.api.post(f"/imports/{import_id}/{action}", ImportOut, if_match=version)

    async def template(self, kind: ImportKind) -> httpx.Response:
        """The empty table; the caller reads the stream to its end or closes it."""
        return await self._file(f"templates/{kind.value}.xlsx")

    async def mistakes(self, import_id: UUID) -> httpx.Response:
        """The rows to be mended, likewise."""
        return await self._file(f"{import_id}/errors.xlsx")

    async def results(self, import_id: UUID, suffix: str) -> httpx.Response:
        """What became of each row, likewise."""
        return await self._file(f"{import_id}/rows.{suffix}")

    async def _file(self, path: str) -> httpx.Response:
        headers = {"Accept": "*/*"}
        return await self.api.exchange(
            Sending("GET", f"/imports/{path}", headers=headers, streamed=True, timeout=SECONDS)
        )
