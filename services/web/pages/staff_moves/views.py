"""编制内流动: the list, deciding a move, one move with both schools beside each other, and every step of it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import Post, StaffMoveKind, StaffMoveReason, StaffMoveStatus
from services.contracts.staff_moves import StaffMoveDetail
from services.web import clock, picking
from services.web.api_client.regions import RegionsClient
from services.web.api_client.staff import StaffClient, staff_option
from services.web.api_client.staff_moves import StaffMovesClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import DAY, ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, coded
from services.web.pages.staff_moves import words
from services.web.pages.staff_moves.steps import main_step, subject, trail_of
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
STAFF, PICK = "/staff/pick", "/staff-moves/pick"
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "kind": StaffMoveKind, "status": StaffMoveStatus, "reason": StaffMoveReason, "county_code": REGION,
    "school_id": ID, "person_id": ID, "planned_from": DAY, "planned_to": DAY, "waiting": TRUE, "held": TRUE,
}  # fmt: skip
SHOWN = ("q", "kind", "status", "county_code")
WHAT = (
    coded("reason", "原因", StaffMoveReason),
    Input("planned_on", "哪天调动", "date", "今天或以后，最多提前一年"),
    Input("subject", "到新学校教什么", hint="不填的，按现在任教的学科", optional=True),
    coded("post", "到新学校的职务", Post),
    Input("note", "说明", "area", "两校和区县看得到。不写病情和家庭情况。", optional=True, maxlength=2000),
)


@router.get("/staff-moves")
async def staff_moves(visit: Visitor) -> Response:
    """The moves in scope, the latest day first."""
    filters = Filters.of("/staff-moves", visit.request.query_params, KNOWN)
    found = await StaffMovesClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("staff_moves", filters.query()),
        "kinds": choices(StaffMoveKind),
        "states": choices(StaffMoveStatus),
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "may_decide": _may_decide(visit),
        "words": words,
    }
    return visit.page("staff_moves/list.html", context)


def _may_decide(visit: Visit) -> bool:
    """Who has people to choose from: the school that is left, or its county."""
    return {"staff_move.write", "staff.read"} <= set(visit.me.permissions)


@router.get("/staff-moves/pick")
async def pick(visit: Visitor) -> Response:
    """The answers of the school picker."""
    return await picking.answer(visit, StaffMovesClient(visit.api).find)


def _entry(visit: Visit) -> Entry:
    inputs = [
        Input("staff_id", "谁调动", "picker", "姓名、拼音或首字母", find=STAFF),
        Input("to_school_id", "调入哪所学校", "picker", "名称、拼音、首字母或学校代码，限本省的公办学校", find=PICK),
        coded("kind", "种类", StaffMoveKind),
        *WHAT,
    ]
    finders = {STAFF: StaffClient(visit.api).find, PICK: StaffMovesClient(visit.api).find}
    trail = [*trail_of(), ("办调动", "")]
    return Entry("办调动", trail, inputs, "保存", "/staff-moves", lines=[words.WHO_DECIDES], finders=finders)


@router.get("/staff-moves/new")
async def new(visit: Visitor, staff: UUID | None = None, kind: str = "") -> Response:
    """办调动: the person may be known already."""
    surplus = StaffMoveKind.surplus.value
    values: dict[str, object] = {
        "kind": surplus if kind == surplus else "", "post": Post.teacher.value, "planned_on": clock.today(),
        "reason": StaffMoveReason.competition.value if kind == surplus else "",
    }  # fmt: skip
    if staff is not None:
        values["staff_id"] = staff_option(await StaffClient(visit.api).detail(staff)).value
    return blank(visit, _entry(visit), values)


@router.post("/staff-moves/new")
async def make(visit: Visitor) -> Response:
    """Decide or propose."""

    async def send(body: dict[str, object], key: str) -> str:
        made = await StaffMovesClient(visit.api).create(body, key)
        visit.say("已报请批准。" if made.needs_approval else "已保存。下一步：报区县备案。")
        return f"/staff-moves/{made.id}"

    return await create(visit, _entry(visit), send)


@router.get("/staff-moves/{move_id}")
async def detail(visit: Visitor, move_id: UUID) -> Response:
    """One move: both schools, what the rules say, what happened, what may be done."""
    row = await StaffMovesClient(visit.api).detail(move_id)
    main, found = main_step(row), subject(row)
    context = {
        "row": row,
        "subject": found,
        "main": main,
        "doing": [(path, step) for path, step in found.doing() if path != f"{found.path}/{main}"],
        "sees_person": "person.read" in visit.me.permissions and row.name is not None,
        "words": words,
    }
    return visit.page("staff_moves/detail.html", context)


def _edit_entry(row: StaffMoveDetail) -> Entry:
    path = f"/staff-moves/{row.id}"
    trail = [*trail_of(), (words.title(row), path), ("修改", "")]
    lines = [f"退回的原因：{row.return_reason}"] if row.return_reason else []
    lines.append("要换人、换学校的，先撤回，再另办一项。")
    return Entry("修改调动", trail, WHAT, "保存", path, lines=lines)


def _stored(row: StaffMoveDetail) -> Stored:
    values = {
        "reason": row.reason.value, "planned_on": row.planned_on, "subject": row.subject, "post": row.post.value,
        "note": row.note or "",
    }  # fmt: skip
    return Stored(values, row.version)


@router.get("/staff-moves/{move_id}/edit")
async def edit_page(visit: Visitor, move_id: UUID) -> Response:
    """修改调动."""
    row = await StaffMovesClient(visit.api).detail(move_id)
    if "edit" not in row.allowed_actions:
        visit.say("现在不能改：可能已经备案或批准，或者不归这个账号办。")
        return see_other(f"/staff-moves/{move_id}")
    return edit(visit, _edit_entry(row), _stored(row))


@router.post("/staff-moves/{move_id}/edit")
async def save(visit: Visitor, move_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = StaffMovesClient(visit.api)
    row = await client.detail(move_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(move_id, body, version)
        visit.say("已改好。")
        return f"/staff-moves/{move_id}"

    async def load() -> Stored:
        return _stored(await client.detail(move_id))

    return await change(visit, _edit_entry(row), send, load)


async def _subject(visit: Visit, move_id: UUID) -> Subject:
    return subject(await StaffMovesClient(visit.api).detail(move_id))


@router.get("/staff-moves/{move_id}/{action}")
async def ask_step(visit: Visitor, move_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, move_id), action)


@router.post("/staff-moves/{move_id}/{action}")
async def take_step(visit: Visitor, move_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await StaffMovesClient(visit.api).act(move_id, action, body, version)

    return await act(visit, lambda: _subject(visit, move_id), action, send)
