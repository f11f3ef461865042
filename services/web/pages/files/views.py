"""Files: shown through the API, added to what is there already, removed with a reason."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.files import MOST_FILES, FileKind, FileOut
from services.web.api_client.files import FilesClient
from services.web.forms import Form, again
from services.web.inputs import reason
from services.web.pages.files.words import LABELS, back, size
from services.web.passing import passed_on
from services.web.steps import Step, Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS, Target, send
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
GUARDS = ("content-security-policy", "etag")
NOT_MODIFIED, UNPROCESSABLE, NOT_FOUND = 304, 422, 404


async def _through(visit: Visit, path: str) -> Response:
    """The API's answer, piece by piece, with its own guards: sandbox, no sniffing, a name of ours."""
    answer = await FilesClient(visit.api).open(path, visit.request.headers.get("if-none-match", ""))
    if answer.status_code != NOT_MODIFIED:
        return passed_on(answer, *GUARDS)
    await answer.aclose()
    kept = {name: answer.headers[name] for name in (*GUARDS, "cache-control") if name in answer.headers}
    return Response(status_code=NOT_MODIFIED, headers=kept)


@router.get("/files/{file_id}")
async def show(visit: Visitor, file_id: UUID) -> Response:
    """Open a file."""
    return await _through(visit, f"/files/{file_id}")


@router.get("/files/{file_id}/thumbnail")
async def thumbnail(visit: Visitor, file_id: UUID) -> Response:
    """An image in small."""
    return await _through(visit, f"/files/{file_id}/thumbnail")


def _page(visit: Visit, kind: FileKind, owner_id: UUID, form: Form, status: int = 200) -> Response:
    context = {"kind": kind, "words": LABELS[kind], "path": f"/files/{kind.value}/{owner_id}/new"}
    return again(visit, "files/new.html", {**context, "back": back(kind, owner_id), "most": MOST_FILES}, form, status)


@router.get("/files/{kind}/{owner_id}/new")
async def new(visit: Visitor, kind: FileKind, owner_id: UUID) -> Response:
    """加照片, 加扫描件."""
    return _page(visit, kind, owner_id, Form())


@router.post("/files/{kind}/{owner_id}/new", max_body_size=LARGEST_UPLOADS)
async def add(visit: Visitor, kind: FileKind, owner_id: UUID) -> Response:
    """Save files of something that is recorded already."""
    typed = await visit.form()
    form = Form.of(typed)
    made = await send(visit.api, form, typed, Target(kind, str(owner_id)))
    if not made and not form.errors and not form.notice:
        form.add("file_ids", "请选要传的文件")
    if form.errors or form.notice:
        if made:
            form.summary = f"已传上{len(made)}个，还有几个没传上"
        return _page(visit, kind, owner_id, form, UNPROCESSABLE)
    visit.say(f"已传上{len(made)}个文件。")
    return see_other(back(kind, owner_id))


async def _subject(visit: Visit, kind: FileKind, owner_id: UUID, file_id: UUID) -> Subject:
    found = await FilesClient(visit.api).of(kind, owner_id)
    file = next((each for each in found if each.id == file_id), None)
    if file is None:
        raise HTTPException(NOT_FOUND)
    return _removing(kind, owner_id, file)


def _removing(kind: FileKind, owner_id: UUID, file: FileOut) -> Subject:
    step = Step(
        "移除", "30天后清除", f"移除这份{kind.label}？", f"{kind.label}已移除。",
        [f"{file.name}，{size(file.size)}。", "移除后谁都打不开，30天后从系统里清除。谁在什么时候移除会留在记录里。"],
        [reason(hint="会留在记录里。不写病情和家庭情况。")], danger=True,
    )  # fmt: skip
    home = back(kind, owner_id)
    trail = [(LABELS[kind].section, LABELS[kind].section_path), (kind.label, home)]
    path = f"/files/{kind.value}/{owner_id}/{file.id}"
    return Subject(path, trail, file.version, file.allowed_actions, {"void": step}, [("文件", file.name)], home)


@router.get("/files/{kind}/{owner_id}/{file_id}/void")
async def ask_void(visit: Visitor, kind: FileKind, owner_id: UUID, file_id: UUID) -> Response:
    """移除这份文件？"""
    return ask(visit, await _subject(visit, kind, owner_id, file_id), "void")


@router.post("/files/{kind}/{owner_id}/{file_id}/void")
async def void(visit: Visitor, kind: FileKind, owner_id: UUID, file_id: UUID) -> Response:
    """Remove it."""

    async def send_reason(body: dict[str, object], version: int) -> object:
        return await FilesClient(visit.api).void(file_id, body, version)

    return await act(visit, lambda: _subject(visit, kind, owner_id, file_id), "void", send_reason)
