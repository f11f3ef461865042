"""A blob as an answer: harmless in a browser whatever it is."""

import asyncio
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import FileResponse

from services.api.features.files import rules
from services.api.features.files.models import File
from services.api.kernel.etag import matches
from services.api.kernel.files import FileStore
from services.api.kernel.problems import Problem
from services.contracts.files import FileType

HTTP_NOT_MODIFIED = 304
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


async def answer(request: Request, file: File, digest: str | None) -> Response:
    """The blob with its name, type and tag; 304 when the caller has it. Raises 404 without one, 410 when it is lost."""
    if digest is None:
        raise Problem("resource.not_found")
    tag = f'"{digest[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-store" if file.restricted else "private, no-cache"}
    if not file.restricted and matches(request.headers.get("If-None-Match", ""), tag):
        return Response(status_code=HTTP_NOT_MODIFIED, headers=headers)
    store: FileStore = request.app.state.files
    path = store.path(digest)
    if not await asyncio.to_thread(path.is_file):
        raise Problem("file.gone")
    is_small = digest == file.thumbnail_digest
    type_ = FileType.jpeg if is_small else file.type
    name = quote(rules.shown_name(file.kind, type_, file.created_at, file.id))
    headers |= {
        "Content-Disposition": f"{'inline' if type_.is_image else 'attachment'}; filename*=UTF-8''{name}",
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(path, media_type=type_.value, headers=headers)
