"""Files in requests: streamed to disk piece by piece after the gate, never held in memory."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from services.api.kernel.problems import Problem, invalid, readable

PIECE = 256 * 1024
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Received:
    """A stored upload: SHA-256 in hex, bytes, and the name it was sent with (empty when none)."""

    digest: str
    size: int
    filename: str


async def receive(request: Request, path: Path, limit_mb: int) -> Received:
    """Store the request's file at `path` (0600): the field `file` of a form, or the raw body.

    Sets `request.state.body_digest`, which the idempotency key is compared with. Raises 422 on `file` when there
    is none or it is empty; 413 `upload.too_large`.
    """
    await asyncio.to_thread(path.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
    try:
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            found = await _from_form(request, path, limit_mb)
        else:
            found = await _store(path, request.stream(), request.query_params.get("filename", ""), limit_mb)
    except HTTPException as error:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise (Problem("upload.too_large", limit_mb=limit_mb) if error.status_code == 413 else _none()) from error
    except BaseException:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise
    if not found.size:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise _none()
    request.state.body_digest = hashlib.sha256(f"{request.url.query}\n{found.digest}".encode()).hexdigest()
    return found


def _none() -> Problem:
    return invalid("file", "upload.missing", "请选一个有内容的文件")


async def _from_form(request: Request, path: Path, limit_mb: int) -> Received:
    async with request.form(max_files=1, max_fields=8, max_part_size=4096) as form:
        unknown = sorted(set(form) - {"file"})
        if unknown:
            raise invalid(readable(unknown[0]), "extra_forbidden", "没有这一项，请删掉")
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise _none()
        return await _store(path, _pieces(file), file.filename or "", limit_mb)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


async def _store(path: Path, pieces: AsyncIterator[bytes], filename: str, limit_mb: int) -> Received:
    digest, size = hashlib.sha256(), 0
    file = await asyncio.to_thread(_private, path)
    try:
        async for piece in pieces:
            size += len(piece)
            if size > limit_mb * 1024 * 1024:
                raise HTTPException(413)
            digest.update(piece)
            await asyncio.to_thread(file.write, piece)
        await asyncio.to_thread(_finish, file)
    finally:
        await asyncio.to_thread(file.close)
    return Received(digest.hexdigest(), size, _readable(filename))


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _finish(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _readable(filename: str) -> str:
    name = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in name if character.isprintable())[-LONGEST_NAME:]
