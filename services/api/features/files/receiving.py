"""The way of an upload before its transaction: read, looked at, and on the disk when the first statement runs."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Request, UploadFile

from services.api.features.files import rules
from services.api.features.files.content import examined
from services.api.kernel.context import Ctx, needs
from services.api.kernel.files import FileStore
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.contracts.base import Body
from services.contracts.files import LARGEST_FILE_MB, FileKind, FileType

LONGEST_NAME = 200
Writer = Annotated[Ctx, needs(Permission.file_write)]


class FileUpload(Body):
    """A multipart form: the file and what it is for. Without `owner_id` what is recorded next names the file."""

    file: UploadFile
    kind: FileKind
    owner_id: UUID | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What is on the disk and has no row yet."""

    kind: FileKind
    type: FileType
    size: int
    digest: str
    thumbnail_digest: str | None
    name: str
    owner_id: UUID | None
    restricted: bool


async def _receive(
    request: Request, ctx: Writer, form: Annotated[FileUpload, Form(media_type="multipart/form-data")]
) -> None:
    raw = await _read(form.file)
    claimed = f"{form.kind.value}\n{form.owner_id}\n{form.restricted}\n".encode()
    request.state.body_digest = hashlib.sha256(claimed + raw).hexdigest()
    store: FileStore = request.app.state.files
    async with store.turn:
        found = await examined(raw, form.kind)
        digest = await asyncio.to_thread(store.put, found.body, ctx.now)
        # what only deciders may open is not shown in small either
        small = None if form.restricted else found.thumbnail
        small_digest = await asyncio.to_thread(store.put, small, ctx.now) if small else None
    name = (form.file.filename or "")[:LONGEST_NAME]
    request.state.received = Received(
        form.kind, found.type, len(found.body), digest, small_digest, name, form.owner_id, form.restricted
    )  # fmt: skip


def received(request: Request) -> Received:
    """What `receive` has put on the disk."""
    found: Received = request.state.received
    return found


async def _read(file: UploadFile) -> bytes:
    if file.size is not None and file.size > rules.LARGEST_FILE:
        raise Problem("file.too_large", limit_mb=LARGEST_FILE_MB)
    return await file.read(rules.LARGEST_FILE + 1)


receive = Depends(_receive, scope="function")
"""Stands before `Idempotent` in a route, so that no transaction waits for a picture."""
