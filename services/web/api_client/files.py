"""Files: in as a stream, out as a stream."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

import httpx

from services.contracts.files import FileKind, FileOut, FilesOut
from services.contracts.pairings import WithReason
from services.web.api_client.base import Api, Body, Sending, parse

UPLOAD_SECONDS = 60.0
"""How long the API may take over one file: a slow disk, a large picture."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as the browser sent it, the fields beside it, and the key that makes a second tap harmless."""

    name: str
    media_type: str
    content: BinaryIO
    fields: Mapping[str, str]
    key: str = ""


@dataclass(slots=True)
class FilesClient:
    """`files`."""

    api: Api

    async def of(self, kind: FileKind, owner_id: UUID) -> list[FileOut]:
        """The files of an activity, a pairing or a school, oldest first."""
        found = await self.api.get("/files", FilesOut, {"kind": kind.value, "owner_id": str(owner_id)})
        return found.items

    async def upload(self, upload: Upload) -> FileOut:
        """Send one file."""
        sending = Sending(
            "POST",
            "/files",
            data=upload.fields,
            files={"file": (upload.name, upload.content, upload.media_type)},
            headers={"Idempotency-Key": upload.key} if upload.key else {},
            timeout=UPLOAD_SECONDS,
        )
        return parse(await self.api.exchange(sending), FileOut)

    async def void(self, file_id: UUID, why: Body | WithReason, version: int) -> FileOut:
        """Take a file away."""
        return await self.api.post(f"/files/{file_id}/void", FileOut, why, if_match=version)

    async def open(self, path: str, known: str = "") -> httpx.Response:
        """Begin to read a file; the caller reads the stream to its end or closes it. `known` is the browser's ETag."""
        headers = {"Accept": "*/*", "If-None-Match": known} if known else {"Accept": "*/*"}
        return await self.api.exchange(Sending("GET", path, headers=headers, streamed=True))
