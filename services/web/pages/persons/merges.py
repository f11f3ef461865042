"""Records that may be one person: the worklist, two side by side, merging, and undoing a merge."""

from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.merges import MergeOut, MergePreview
from services.web.api_client.base import ApiError
from services.web.api_client.persons import PersonsClient
from services.web.downloads import files
from services.web.filters import Filters
from services.web.forms import Form, again
from services.web.inputs import first_part, reason
from services.web.pages.persons import words
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

Row = TypeVar("Row")
router = APIRouter()
ROWS = 20
LIST = "/persons/duplicates"
WHY = reason(hint="比如：同一个人登记了两次，已和学校核对")


@router.get("/persons/duplicates")
async def duplicates(visit: Visitor) -> Response:
    """像是同一个人的记录."""
    filters = Filters.of(LIST, visit.request.query_params, {})
    found = await PersonsClient(visit.api).duplicates({**filters.query(), "limit": ROWS})
    context = {
        "rows": found.items,
        "count": found.count,
        "first": filters.first,
        "files": files("duplicates", {}),
        **filters.turns(found),
        "words": words,
    }
    return visit.page("persons/duplicates.html", context)


@router.get("/person-merges")
async def merges(visit: Visitor) -> Response:
    """合并过的记录."""
    filters = Filters.of("/person-merges", visit.request.query_params, {})
    found = await PersonsClient(visit.api).merges({**filters.query(), "limit": ROWS})
    context = {
        "rows": found.items,
        "count": found.count,
        "first": filters.first,
        "files": files("person_merges", {}),
        **filters.turns(found),
        "words": words,
    }
    return visit.page("persons/merges.html", context)


@router.get("/person-merges/new")
async def compare(visit: Visitor, kept: UUID, merged: UUID) -> Response:
    """Two records side by side."""
    preview = await PersonsClient(visit.api).preview(kept, merged)
    return visit.page("persons/merge.html", _context(preview, Form.filled({})))


def _context(preview: MergePreview, form: Form) -> dict[str, object]:
    differing = [each for each in preview.values if each.differs]
    return {"preview": preview, "form": form, "words": words, "inputs": [WHY], "differing": differing}


@router.post("/person-merges/new")
async def merge(visit: Visitor, kept: UUID, merged: UUID) -> Response:
    """Make them one."""
    client, form = PersonsClient(visit.api), Form.of(await visit.form())
    take = [
        each.removeprefix("take.")
        for each, values in form.values.items()
        if each.startswith("take.") and "merged" in values
    ]
    why, status = form.value("reason").strip(), 422
    if not why:
        form.add("reason", "请填原因")
    else:
        body = {"kept_person_id": str(kept), "merged_person_id": str(merged), "take": take, "reason": why}
        try:
            made = await client.merge(body, form.value("idempotency_key"))
        except ApiError as error:
            status = form.take(error, first_part)
        else:
            visit.say("两条记录已合并。弄错了可以撤销。")
            return see_other(f"/person-merges/{made.id}")
    form.summary = form.summary or "还差一处，改好就能合并"
    return again(visit, "persons/merge.html", _context(await client.preview(kept, merged), form), form, status)


@router.get("/person-merges/{merge_id}")
async def one(visit: Visitor, merge_id: UUID) -> Response:
    """One merge."""
    found = await PersonsClient(visit.api).one_merge(merge_id)
    return visit.page("persons/merged.html", {"merge": found, "subject": _subject(found), "words": words})


def _subject(merge: MergeOut) -> Subject:
    undo = Step(
        "撤销合并", "每一行都放回合并以前的样子", f"撤销{merge.kept_name}的合并？",
        "合并已撤销，两条记录都和以前一样。",
        ["两条记录都放回合并以前的样子。", "合并以后改过的，不能撤销，会告诉你改过什么。"],
        [reason(hint="比如：核对后是两个人")], danger=True,
    )  # fmt: skip
    path = f"/person-merges/{merge.id}"
    trail = [("合并过的记录", "/person-merges"), (merge.kept_name, path)]
    return Subject(path, trail, merge.version, merge.allowed_actions, {"undo": undo})


async def _load(visit: Visit, merge_id: UUID) -> Subject:
    return _subject(await PersonsClient(visit.api).one_merge(merge_id))


@router.get("/person-merges/{merge_id}/undo")
async def ask_undo(visit: Visitor, merge_id: UUID) -> Response:
    """Ask before undoing."""
    return ask(visit, await _load(visit, merge_id), "undo")


@router.post("/person-merges/{merge_id}/undo")
async def undo(visit: Visitor, merge_id: UUID) -> Response:
    """Undo it."""

    async def send(body: dict[str, object], version: int) -> object:
        return await PersonsClient(visit.api).undo(merge_id, body, version)

    return await act(visit, lambda: _load(visit, merge_id), "undo", send)


def _apart(one_id: UUID, other_id: UUID) -> Subject:
    step = Step(
        "是两个人", "", "这两条记录是两个人？", "已记下是两个人，不再列出。", ["这一对不再列在重复记录里。"],
        [reason(hint="比如：同名同姓，已和两所学校核对")], "是两个人",
    )  # fmt: skip
    path = f"/persons/{one_id}/distinct/{other_id}"
    return Subject(path, [("重复记录", LIST)], 0, ["apart"], {"apart": step}, home=LIST)


@router.get("/persons/{one_id}/distinct/{other_id}/apart")
async def ask_apart(visit: Visitor, one_id: UUID, other_id: UUID) -> Response:
    """Ask why they are two."""
    return ask(visit, _apart(one_id, other_id), "apart")


@router.post("/persons/{one_id}/distinct/{other_id}/apart")
async def apart(visit: Visitor, one_id: UUID, other_id: UUID) -> Response:
    """They are two."""

    async def send(body: dict[str, object], _version: int) -> None:
        await PersonsClient(visit.api).tell_apart(one_id, {**body, "other_person_id": str(other_id)})

    async def load() -> Subject:
        return _apart(one_id, other_id)

    return await act(visit, load, "apart", send)
