"""导入: choose what, fill the template, upload, see what is wrong, let the rest in."""

from collections.abc import AsyncIterator
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.imports import ImportKind, ImportOut, ImportState
from services.web.api_client.base import ApiError, ApiProblem
from services.web.api_client.imports import ImportsClient
from services.web.api_client.regions import RegionsClient
from services.web.csrf import LARGEST_BODIES
from services.web.downloads import SUFFIXES, files
from services.web.filters import Filters
from services.web.forms import FieldError, Form
from services.web.passing import passed_on
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
NOT_FOUND = 404
PIECE = 256 * 1024
NEEDS = {
    ImportKind.schools: "school.write",
    ImportKind.staff: "staff.write",
    ImportKind.users: "user.manage",
    ImportKind.pairings: "pairing.propose",
    ImportKind.assignments: "assignment.plan",
}
SUBS = {
    ImportKind.schools: "代码、名称、类型、学段、城乡",
    ImportKind.staff: "姓名、身份证号、学校、职务、职称",
    ImportKind.users: "账号名、姓名、角色、学校；导入后再发邀请",
    ImportKind.pairings: "正在进行的，双方已签字",
    ImportKind.assignments: "正在进行的，人已到岗",
}
SEEN = {
    ImportKind.schools: ("/schools", "看学校"),
    ImportKind.staff: ("/staff", "看教职工"),
    ImportKind.users: ("/users", "看账号"),
    ImportKind.pairings: ("/pairings", "看结对"),
    ImportKind.assignments: ("/assignments", "看交流任务"),
}
WHOSE = {ImportKind.schools: "学校", ImportKind.pairings: "受援学校"}
"""What the rows are named by; people's by their names."""
FEW = 10
"""Rows that are shown beside the figures; the others have a page of their own."""
RUNNING = {ImportState.uploaded, ImportState.checking, ImportState.applying}


@router.get("/imports")
async def imports(visit: Visitor) -> Response:
    """Templates, the form, and the caller's own uploads."""
    return await _page(visit, None, 200)


@router.post("/imports", max_body_size=LARGEST_BODIES["/imports"])
async def upload(visit: Visitor) -> Response:
    """Hand the file on to the API, which looks at it at once."""
    typed = await visit.form()
    form = Form.of(typed)
    file = typed.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        form.errors.append(FieldError("file", "请选一个文件"))
        return await _page(visit, form, 422)
    try:
        made = await ImportsClient(visit.api).upload(_asked(typed, file), _pieces(file), form.value("idempotency_key"))
    except ApiProblem as problem:
        return await _page(visit, form, _take(form, problem))
    except ApiError as error:
        return await _page(visit, form, form.take(error))
    return see_other(f"/imports/{made.id}")


def _take(form: Form, problem: ApiProblem) -> int:
    """A file that cannot be read, or is too large, is said at the file's field."""
    if problem.code in {"import.unreadable", "upload.too_large"}:
        form.errors.append(FieldError("file", problem.detail))
        return 422
    return form.take(problem)


def _asked(typed: FormData, file: UploadFile) -> dict[str, str | int | bool | list[str] | None]:
    return {
        "kind": str(typed.get("kind", "")),
        "county_code": str(typed.get("county_code", "")),
        "filename": (file.filename or "")[-120:],
        "atomic": "true" if typed.get("atomic") else "false",
    }


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


async def _page(visit: Visit, form: Form | None, status: int) -> Response:
    filters = Filters.of("/imports", visit.request.query_params, {})
    found = await ImportsClient(visit.api).rows(filters.query())
    kinds = [kind for kind in ImportKind if NEEDS[kind] in visit.me.permissions]
    context = {
        "form": form,
        "rows": found.items,
        "kinds": [(kind, kind.label, SUBS[kind]) for kind in kinds],
        "counties": await RegionsClient(visit.api).counties(visit.me.region_code),
        "chosen": visit.request.query_params.get("kind", ""),
        "filters": filters,
        "files": files("imports", filters.query()),
        "count": found.count,
        **filters.turns(found),
    }
    return visit.page("imports/list.html", context, status)


@router.get("/imports/templates/{kind}.xlsx")
async def template(visit: Visitor, kind: ImportKind) -> Response:
    """The empty table."""
    return passed_on(await ImportsClient(visit.api).template(kind))


@router.get("/imports/{import_id}")
async def one(visit: Visitor, import_id: UUID) -> Response:
    """How far it is; what will be let in and what stays out; what became of it."""
    return await _shown(visit, await ImportsClient(visit.api).one(import_id))


async def _shown(visit: Visit, found: ImportOut, form: Form | None = None, status: int = 200) -> Response:
    running = found.state in RUNNING
    share = found.done / found.total if found.total else 0.0
    rows = None
    if found.counts.update and not running:
        rows = await ImportsClient(visit.api).updated(found.id, {"limit": FEW})
    context = {
        "found": found, "form": form, "running": running, "share": share, "into": _into(found),
        "rows": rows.items if rows else [], **_words(visit, found),
    }  # fmt: skip
    return visit.page("imports/detail.html", context, status)


def _words(visit: Visit, found: ImportOut) -> dict[str, object]:
    """Where what came in is seen, whose rows they are, and what the county needs next."""
    order = [kind for kind in ImportKind if NEEDS[kind] in visit.me.permissions]
    after = order[order.index(found.kind) + 1 :] if found.kind in order else []
    return {"seen": SEEN[found.kind], "whose": WHOSE.get(found.kind, "姓名"), "after": after[0] if after else None}


@router.get("/imports/{import_id}/changes")
async def changes(visit: Visitor, import_id: UUID) -> Response:
    """Every row that changes what is there: whose it is, and from what to what."""
    found = await ImportsClient(visit.api).one(import_id)
    filters = Filters.of(f"/imports/{import_id}/changes", visit.request.query_params, {})
    rows = await ImportsClient(visit.api).updated(import_id, filters.query())
    context = {
        "found": found, "rows": rows.items, "count": rows.count, "filters": filters, **_words(visit, found),
        **filters.turns(rows),
    }  # fmt: skip
    return visit.page("imports/changes.html", context)


def _into(found: ImportOut) -> int:
    return found.counts.create + found.counts.update


@router.post("/imports/{import_id}/confirm")
async def confirm(visit: Visitor, import_id: UUID) -> Response:
    """Let the right rows in."""
    return await _act(visit, import_id, "confirm")


@router.post("/imports/{import_id}/cancel")
async def cancel(visit: Visitor, import_id: UUID) -> Response:
    """Drop it."""
    return await _act(visit, import_id, "cancel")


async def _act(visit: Visit, import_id: UUID, action: str) -> Response:
    form = Form.of(await visit.form())
    try:
        await ImportsClient(visit.api).act(import_id, action, int(form.value("version") or 0))
    except ApiError as error:
        status = form.take(error)
        return await _shown(visit, await ImportsClient(visit.api).one(import_id), form, status)
    return see_other(f"/imports/{import_id}" if action == "confirm" else "/imports")


@router.get("/imports/{import_id}/errors.xlsx")
async def mistakes(visit: Visitor, import_id: UUID) -> Response:
    """The rows to be mended."""
    return passed_on(await ImportsClient(visit.api).mistakes(import_id))


@router.get("/imports/{import_id}/rows.{suffix}")
async def results(visit: Visitor, import_id: UUID, suffix: str) -> Response:
    """What became of each row."""
    if suffix not in SUFFIXES:
        raise HTTPException(NOT_FOUND)
    return passed_on(await ImportsClient(visit.api).results(import_id, suffix))
