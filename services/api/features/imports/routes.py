"""Imports over HTTP."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response, status
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from services.api.features.imports import service
from services.api.features.imports.filters import ImportFilter, RowsAsked
from services.api.features.imports.service_sheet import IMPORTS, ROWS
from services.api.kernel.attachments import attachment
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.ids import new_id
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.api.kernel.uploads import Received, receive
from services.contracts.base import Line, Page, RegionCode
from services.contracts.imports import ImportKind, ImportOut, ImportRowOut

PREFIX = "/api/v1/imports"
LARGEST_MB = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = strict_router("imports", PREFIX)
Importing = Annotated[Ctx, needs(Permission.import_run)]
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "表格文件：xlsx、CSV（UTF-8、GB18030）或JSON行，最大50MB。",
        "content": {
            "application/octet-stream": _BINARY,
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": _BINARY["schema"]}, "required": ["file"]}
            },
        },
    }
}
_SHEET: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: _BINARY}, "description": "Excel表格"}}


class Upload:
    """A file on disk that is erased unless a row was made for it."""

    def __init__(self, job_id: UUID, county_code: str, received: Received) -> None:
        self.job_id, self.county_code, self.received = job_id, county_code, received
        self.is_kept = False


async def _upload(
    request: Request,
    ctx: Importing,
    kind: ImportKind,
    county_code: Annotated[RegionCode | None, Query()] = None,
    filename: Annotated[Line, Query()] = "",
) -> AsyncIterator[Upload]:
    """Store the file after the gate and before the transaction's first statement, and look at it."""
    county = service.county_for(ctx.principal, kind, county_code)
    job_id = new_id()
    path = service.path_of(ctx.settings, job_id)
    received = await receive(request, path, LARGEST_MB)
    upload = Upload(job_id, county, Received(received.digest, received.size, received.filename or filename))
    try:
        await service.look(path, kind, upload.received.filename)
        yield upload
    finally:
        if not upload.is_kept:
            path.unlink(missing_ok=True)


Uploaded = Depends(_upload, scope="function")


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Uploaded, Idempotent], openapi_extra=_UPLOAD)
async def upload_import(
    ctx: Importing,
    upload: Annotated[Upload, Uploaded],
    kind: ImportKind,
    response: Response,
    *,
    dry_run: bool = True,
    atomic: bool = False,
) -> ImportOut:
    """Upload a file. The worker checks it; `confirm` then applies it, or `dry_run=false` applies it at once."""
    made = await service.create(
        ctx, upload.job_id, upload.received, kind, upload.county_code, dry_run=dry_run, atomic=atomic
    )
    upload.is_kept = True
    response.headers["Location"] = f"{PREFIX}/{made.id}"
    return made


@router.get("")
async def list_imports(ctx: Importing, page: Paging, asked: Annotated[ImportFilter, Depends()]) -> Page[ImportOut]:
    """Own uploads, the newest first; administrators see those of their counties."""
    return await service.listing(ctx, asked, page)


offer(router, IMPORTS, needs(Permission.import_run), ImportFilter, service.listing)


@router.get("/templates/{kind}.xlsx", response_class=Response, responses=_SHEET)
async def get_import_template(_ctx: Importing, kind: ImportKind) -> Response:
    """An empty table of one kind, with drop-downs, an example and a sheet that checks what is missing."""
    return Response(
        await service.template(kind), media_type=XLSX, headers=_named(f"{kind.value}-template", f"{kind.label}模板")
    )


@router.get("/{import_id}")
async def get_import(ctx: Importing, import_id: UUID, response: Response) -> ImportOut:
    """How far it is, and the mistakes by kind with their cells."""
    response.headers["Cache-Control"] = "no-store"
    return await service.detail(ctx, import_id)


@router.get("/{import_id}/rows")
async def list_import_rows(ctx: Importing, page: Paging, asked: Annotated[RowsAsked, Depends()]) -> Page[ImportRowOut]:
    """What becomes of each row, by number."""
    return await service.rows_asked(ctx, asked, page)


offer(router, ROWS, needs(Permission.import_run), RowsAsked, service.rows_asked, path="/{import_id}/rows")


@router.get("/{import_id}/errors.xlsx", response_class=Response, responses=_SHEET)
async def get_import_errors(request: Request, ctx: Importing, import_id: UUID) -> Response:
    """The faulty rows alone, in the template's columns, with what is wrong in the last one: mend and upload it.

    Leaves an event `export`.
    """
    headers = {**_named("to-mend", "要改的行"), "Cache-Control": "no-store"}
    path = await service.mistakes(request.app.state.database, ctx, import_id)
    return FileResponse(path, media_type=XLSX, headers=headers, background=BackgroundTask(path.unlink, missing_ok=True))


@router.post("/{import_id}/confirm")
async def confirm_import(ctx: Importing, import_id: UUID, expected: ExpectedVersion) -> ImportOut:
    """Let the rows that are right be written."""
    return await service.confirm(ctx, import_id, expected)


@router.post("/{import_id}/cancel")
async def cancel_import(ctx: Importing, import_id: UUID, expected: ExpectedVersion) -> ImportOut:
    """Drop it before anything is written."""
    return await service.cancel(ctx, import_id, expected)


def _named(plain: str, said: str) -> dict[str, str]:
    return {"Content-Disposition": attachment(f"{plain}.xlsx", f"{said}.xlsx")}
