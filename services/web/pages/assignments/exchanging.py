"""互换, 换人 and 改正情况: steps of an assignment that ask for more than a confirm page can."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.assignments import AssignmentDetail, AssignmentRow
from services.contracts.codes import Locality, Post, Sex, Stage, SwapOf, Title
from services.web import clock
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.base import Body
from services.web.api_client.staff import StaffClient
from services.web.entry import Entry, Finder, Stored, Trail, blank, change, create, edit
from services.web.filters import choices
from services.web.inputs import Input, coded, reason
from services.web.pages.assignments.steps import HOME_REASON
from services.web.pages.assignments.words import title, who
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import day, span

router = APIRouter()
STAFF = "/staff/pick"
MOST_OFFERED = 100


def _trail(row: AssignmentDetail, text: str) -> Trail:
    return [("交流支教", "/assignments"), (title(row), f"/assignments/{row.id}"), (text, "")]


def _path(row: AssignmentRow) -> str:
    return f"/assignments/{row.id}"


async def _row(visit: Visit, assignment_id: UUID) -> AssignmentDetail:
    return await AssignmentsClient(visit.api).detail(assignment_id)


def _refused(visit: Visit, row: AssignmentDetail, action: str) -> Response | None:
    """Lead who may not, or not any more, back to the record."""
    if action in row.allowed_actions:
        return None
    visit.say("现在不能办这一步：可能已经办过，或者不归这个账号办。")
    return see_other(_path(row))


def _option(row: AssignmentRow) -> tuple[str, str]:
    """The other assignment with the version that was looked at."""
    return f"{row.id}.{row.version}", f"{title(row)}，{span(row.start_on, row.end_on)}"


async def _swap_entry(visit: Visit, row: AssignmentDetail) -> Entry:
    asked = {"to_begin": "true", "limit": str(MOST_OFFERED)}
    found = (await AssignmentsClient(visit.api).rows(asked)).items
    others = [each for each in found if each.person_id != row.person_id and "swap" in each.allowed_actions]
    others.sort(key=lambda each: each.sending_school.id != row.sending_school.id)
    inputs = [
        Input("other", "和谁互换", "select", choices=[_option(each) for each in others], blank="请选一项任务"),
        Input("of", "换什么", "radio", choices=choices(SwapOf)),
    ]
    lines = [f"{title(row)}，{span(row.start_on, row.end_on)}。", "换了以后，两项任务的三方都要重新确认。"]
    if not others:
        lines.append("现在没有别的还没开始的任务可以互换。")
    return Entry(f"{who(row)}和谁互换任务", _trail(row, "互换"), inputs, "互换", _path(row), lines=lines)


@router.get("/assignments/{assignment_id}/swap")
async def swap_page(visit: Visitor, assignment_id: UUID) -> Response:
    """互换."""
    row = await _row(visit, assignment_id)
    if (back := _refused(visit, row, "swap")) is not None:
        return back
    return edit(visit, await _swap_entry(visit, row), Stored({"other": "", "of": SwapOf.tasks.value}, row.version))


@router.post("/assignments/{assignment_id}/swap")
async def swap(visit: Visitor, assignment_id: UUID) -> Response:
    """Swap."""
    row = await _row(visit, assignment_id)

    async def send(body: dict[str, object], version: int) -> str:
        other_id, _, other_version = str(body.pop("other")).partition(".")
        body |= {"other_id": other_id, "other_version": int(other_version) if other_version.isdecimal() else 0}
        await AssignmentsClient(visit.api).act(assignment_id, "swap", body, version)
        visit.say("已互换，两项任务的三方都要重新确认。")
        return f"/assignments/{assignment_id}"

    async def load() -> Stored:
        return Stored({"other": "", "of": SwapOf.tasks.value}, (await _row(visit, assignment_id)).version)

    return await change(visit, await _swap_entry(visit, row), send, load)


def _finders(visit: Visit) -> dict[str, Finder]:
    return {STAFF: StaffClient(visit.api).find}


SUCCESSOR = Input("staff_id", "换谁去", "picker", "姓名、拼音或首字母", find=STAFF)


def _replace_entry(visit: Visit, row: AssignmentDetail, action: str) -> Entry:
    begun = action == "relieve"
    inputs = [Input("version", "", "hidden"), SUCCESSOR]
    if begun:
        inputs.append(Input("start_on", "新的人从哪天起", "date", "前一天是原来这个人的最后一天"))
    inputs.append(HOME_REASON)
    lines = (
        [f"{who(row)}的任务到前一天提前结束，剩下的由新的人做到{day(row.end_on)}。"]
        if begun
        else [f"{who(row)}的这项安排会作废，同样的安排给新的人。", "本人拒不参加的，先办“没有到岗，不来了”。"]
    )
    lines.append(f"换的人要是{row.sending_school.name}的；新的安排要三方重新确认。")
    return Entry(
        f"换人：{title(row)}", _trail(row, "换人"), inputs, "换人", _path(row), lines=lines, finders=_finders(visit)
    )  # fmt: skip


async def _ask_replace(visit: Visit, assignment_id: UUID, action: str) -> Response:
    row = await _row(visit, assignment_id)
    if (back := _refused(visit, row, action)) is not None:
        return back
    return blank(visit, _replace_entry(visit, row, action), {"version": row.version, "start_on": clock.today()})


async def _replace(visit: Visit, assignment_id: UUID, action: str) -> Response:
    row = await _row(visit, assignment_id)

    async def send(body: dict[str, object], _key: str) -> str:
        typed = str(body.pop("version", ""))
        version = int(typed) if typed.isdecimal() and len(typed) < len("1000000000") else 0
        made = await AssignmentsClient(visit.api).act(assignment_id, action, body, version)
        visit.say(f"已换成{who(made)}，等三方确认。")
        return _path(made)

    return await create(visit, _replace_entry(visit, row, action), send)


@router.get("/assignments/{assignment_id}/substitute")
async def replace_page(visit: Visitor, assignment_id: UUID) -> Response:
    """换人 before the start."""
    return await _ask_replace(visit, assignment_id, "substitute")


@router.post("/assignments/{assignment_id}/substitute")
async def replace(visit: Visitor, assignment_id: UUID) -> Response:
    """Replace."""
    return await _replace(visit, assignment_id, "substitute")


@router.get("/assignments/{assignment_id}/relieve")
async def relieve_page(visit: Visitor, assignment_id: UUID) -> Response:
    """换人 while it runs."""
    return await _ask_replace(visit, assignment_id, "relieve")


@router.post("/assignments/{assignment_id}/relieve")
async def relieve(visit: Visitor, assignment_id: UUID) -> Response:
    """Relieve."""
    return await _replace(visit, assignment_id, "relieve")


FACTS = [
    coded("post", "职务", Post, optional=True),
    coded("title", "职称", Title, optional=True),
    coded("stage", "学段", Stage, optional=True),
    coded("sex", "性别", Sex, hint="不选就是不改", optional=True),
    Input("age", "年龄", "number", "那一学年9月1日的周岁", optional=True),
    coded("sending_locality", "派出学校城乡", Locality, optional=True),
    coded("receiving_locality", "接收学校城乡", Locality, optional=True),
    reason("哪里写错了", "会留在记录里，派出一方看得到，接收学校看不到。不写病情和家庭情况。"),
]


def _correct_entry(row: AssignmentDetail) -> Entry:
    lines = [
        "只改登记时就写错的。开始以后升职、评上职称、学校改了城乡，都不改这里。",
        "改了以后统计跟着变，改前改后都会留下。",
    ]
    return Entry(f"改正{who(row)}的情况", _trail(row, "改正情况"), FACTS, "保存", _path(row), lines=lines)


def _facts(row: AssignmentDetail) -> Stored:
    known: dict[str, object] = {"sex": "", "reason": "", "age": row.facts.age}
    for name in ("post", "title", "stage", "sending_locality", "receiving_locality"):
        value = getattr(row.facts, name)
        known[name] = value.value if value is not None else ""
    return Stored(known, row.version)


@router.get("/assignments/{assignment_id}/correct-facts")
async def correct_page(visit: Visitor, assignment_id: UUID) -> Response:
    """改正情况."""
    row = await _row(visit, assignment_id)
    if (back := _refused(visit, row, "correct-facts")) is not None:
        return back
    return edit(visit, _correct_entry(row), _facts(row))


@router.post("/assignments/{assignment_id}/correct-facts")
async def correct(visit: Visitor, assignment_id: UUID) -> Response:
    """Correct."""
    row = await _row(visit, assignment_id)

    async def send(body: Body, version: int) -> str:
        await AssignmentsClient(visit.api).act(assignment_id, "correct-facts", body, version)
        visit.say("已改正，统计跟着变。")
        return f"/assignments/{assignment_id}"

    async def load() -> Stored:
        return _facts(await _row(visit, assignment_id))

    return await change(visit, _correct_entry(row), send, load)
