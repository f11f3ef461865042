"""Static files under names with their content's hash, so that browsers keep them for a year."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).resolve().parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=60"
_SMALLEST_GZIP = 500


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to send."""

    digest: str
    media_type: str
    plain: bytes
    packed: bytes | None


class MissingAssetError(Exception):
    """A file of the frame is not there, usually because `make assets` has not run."""


@cache
def asset(name: str) -> Asset:
    """Read a file below `static/`.

    Raises:
        MissingAssetError: there is no such file.
    """
    path = (FOLDER / name).resolve()
    if not path.is_relative_to(FOLDER) or not path.is_file():
        raise MissingAssetError(f"static/{name} is missing: run `make assets`")
    plain = path.read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(plain, 9, mtime=0) if len(plain) >= _SMALLEST_GZIP and _is_text(media_type) else None
    return Asset(hashlib.sha256(plain).hexdigest()[:12], media_type, plain, packed)


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in {
        "image/svg+xml",
        "application/json",
        "application/javascript",
    }


def static(name: str) -> str:
    """Return the address of a static file, with the hash of its content."""
    return f"/static/{asset(name).digest}/{name}"


async def serve(request: Request) -> Response:
    """Send a file; an old hash gets today's content for a minute."""
    try:
        found = asset(request.path_params["name"])
    except MissingAssetError:
        return Response("没有这个文件", 404, media_type="text/plain; charset=utf-8")
    current = request.path_params["digest"] == found.digest
    headers = {"Cache-Control": _FOREVER if current else _SHORT, "Vary": "Accept-Encoding"}
    if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, headers=headers, media_type=found.media_type)
    return Response(found.plain, headers=headers, media_type=found.media_type)


ROUTE = Route("/static/{digest}/{name:path}", serve, methods=["GET", "HEAD"])
