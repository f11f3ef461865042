"""Files over HTTP: in by a form, out through the owner's permission."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response, status
from fastapi.responses import FileResponse

from services.api.features.files import service
from services.api.features.files.receiving import Writer, receive, received
from services.api.features.files.serving import answer
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.files import FileKind, FileOut, FilesOut, FileType
from services.contracts.pairings import WithReason

router = strict_router("files", "/api/v1/files")
Reader = Annotated[Ctx, needs(Permission.file_read)]
_BYTES = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
THE_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {type_.value: _BYTES for type_ in FileType}}}
THE_PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {FileType.jpeg.value: _BYTES}}}


@router.get("")
async def list_files(ctx: Reader, kind: FileKind, owner_id: UUID) -> FilesOut:
    """The files of an activity, a pairing or a school, oldest first."""
    return await service.listing(ctx, kind, owner_id)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[receive, Idempotent])
async def upload_file(ctx: Writer, request: Request, response: Response) -> FileOut:
    """Upload one JPG, PNG or PDF of at most 10 MB as a multipart form. Images are drawn anew, without place."""
    made = await service.create(ctx, received(request))
    response.headers["Location"] = f"/api/v1/files/{made.id}"
    return made


@router.get("/{file_id}", response_class=FileResponse, responses=THE_FILE)
async def open_file(ctx: Reader, file_id: UUID, request: Request) -> Response:
    """The file itself. Opening a restricted one leaves an event."""
    file = await service.to_open(ctx, file_id)
    if file.restricted:
        await service.note_opening(ctx, request.app.state.database, file)
    return await answer(request, file, file.digest)


@router.get("/{file_id}/thumbnail", response_class=FileResponse, responses=THE_PICTURE)
async def open_thumbnail(ctx: Reader, file_id: UUID, request: Request) -> Response:
    """A small JPG of an image that is not restricted; 404 otherwise."""
    file = await service.to_open(ctx, file_id)
    return await answer(request, file, file.thumbnail_digest)


@router.post("/{file_id}/void")
async def void_file(ctx: Writer, file_id: UUID, body: WithReason, expected: ExpectedVersion) -> FileOut:
    """Take a file away; its content is erased 30 days later."""
    return await service.void(ctx, file_id, expected, body)
