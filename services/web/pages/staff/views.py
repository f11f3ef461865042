"""人员: a school's comings and goings, the people employed, one person, adding, changing and ending an employment."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.accounts import SchoolRef
from services.contracts.assignments import AssignmentRow
from services.contracts.codes import AssignmentStatus, Post, Sex, Stage, Title
from services.contracts.people import StaffOut
from services.web import clock, picking
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.regions import RegionsClient
from services.web.api_client.schools import SchoolsClient
from services.web.api_client.staff import StaffClient
from services.web.downloads import files, identified
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, coded, reason
from services.web.pages.assignments import words
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import GRADE_CHOICES

router = APIRouter()
MOST = 200
ROWS = 20
"""Few enough for a phone."""
OPEN = frozenset({AssignmentStatus.planned, AssignmentStatus.confirmed, AssignmentStatus.active})
KNOWN: dict[str, Allowed] = {
    "q": TEXT,
    "school_id": ID,
    "county_code": REGION,
    "post": Post,
    "title": Title,
    "stage": Stage,
    "include_ended": TRUE,
}
NUMBERS = [
    Input("staff_no", "工号", optional=True),
    Input("full_time_teacher", "专任教师", "radio", choices=[("true", "是"), ("false", "不是")]),
]
FACTS = [
    coded("post", "职务", Post),
    coded("title", "职称", Title),
    coded("stage", "学段", Stage),
    Input("subject", "学科", optional=True),
    Input("grades", "任教年级", "checks", optional=True, choices=GRADE_CHOICES),
    *NUMBERS,
]
PICK = "/schools/pick"


@router.get("/staff")
async def staff(visit: Visitor, view: str = "") -> Response:
    """A school sees who comes and goes first, or its own people where nobody does; offices see the people employed."""
    school = visit.me.school
    looked_for = any(visit.request.query_params.get(name) for name in KNOWN)
    if school is not None and view != "own" and not looked_for:
        return await _comings_and_goings(visit, school, stays=view == "exchange")
    path = "/staff?view=own" if school else "/staff"
    filters = Filters.of("/staff", visit.request.query_params, {**KNOWN, "view": ("own",)})
    asked = {name: value for name, value in filters.query().items() if name != "view"} | {"limit": ROWS}
    found = await StaffClient(visit.api).rows(asked)
    context = {
        "filters": filters,
        "path": path,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("staff", asked) + (identified(asked) if "person.unmask" in visit.me.permissions else []),
        "posts": choices(Post),
        "titles": choices(Title),
        "stages": choices(Stage),
        "counties": [] if school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "may_write": "staff.write" in visit.me.permissions,
        "narrowed": bool(filters.values.keys() - {"view"}),
        "at_school": school is not None,
    }
    return visit.page("staff/list.html", context)


async def _comings_and_goings(visit: Visit, school: SchoolRef, *, stays: bool) -> Response:
    found = await AssignmentsClient(visit.api).rows({"school_id": str(school.id), "limit": MOST, "count": True})
    live = [row for row in found.items if row.status in OPEN]
    if not live and not stays:
        return see_other("/staff?view=own")
    context = {
        "incoming": [row for row in live if row.receiving_school.id == school.id],
        "outgoing": [row for row in live if row.sending_school.id == school.id],
        "over": (found.count or 0) - len(live),
        "school_id": school.id,
        "tally": _tally,
        "may_write": "staff.write" in visit.me.permissions,
        "words": words,
    }
    return visit.page("staff/exchange.html", context)


def _tally(rows: Sequence[AssignmentRow]) -> str:
    """Return 2人在岗，另1人还没到岗: who is planned or on the way is not there."""
    there = sum(row.status is AssignmentStatus.active for row in rows)
    coming = len(rows) - there
    return f"{there}人在岗，另{coming}人还没到岗" if coming else f"{there}人在岗"


@router.get("/staff/pick")
async def pick(visit: Visitor) -> Response:
    """The answers of a staff picker."""
    return await picking.answer(visit, StaffClient(visit.api).find)


def _new(visit: Visit) -> Entry:
    where = [] if visit.me.school else [Input("school_id", "学校", "picker", "名称、拼音、首字母或学校代码", find=PICK)]
    sexes = [(sex.value, sex.label) for sex in (Sex.male, Sex.female)]
    inputs = [
        *where,
        Input("name", "姓名", maxlength=60),
        Input("sex", "性别", "radio", choices=sexes),
        Input("birth_on", "出生日期", "date"),
        Input("id_number", "身份证号", hint="加密保存，页面上只显示前后几位", optional=True, maxlength=18),
        *FACTS,
        Input("in_quota", "在编", "radio", choices=[("true", "在编"), ("false", "不在编")]),
        Input("hired_on", "入职日期", "date", "到本校工作的第一天"),
        Input("career_start_on", "参加工作日期", "date", optional=True),
        Input("confirmed_on", "转正定级日期", "date", optional=True),
    ]
    finders = {PICK: SchoolsClient(visit.api).find}
    lines = ["在别的学校办过人事关系的，填身份证号能认出是同一个人。"]
    back = "/staff?view=own" if visit.me.school else "/staff"
    return Entry("登记人员", [("人员", back), ("登记人员", "")], inputs, "保存", back, lines=lines, finders=finders)


@router.get("/staff/new")
async def new(visit: Visitor) -> Response:
    """登记人员."""
    return blank(visit, _new(visit), {"post": Post.teacher.value, "full_time_teacher": "true", "in_quota": "true"})


@router.post("/staff/new")
async def add(visit: Visitor) -> Response:
    """Save a person."""
    school = visit.me.school

    async def send(body: dict[str, object], key: str) -> str:
        made = await StaffClient(visit.api).create({**body, **({"school_id": str(school.id)} if school else {})}, key)
        visit.say(f"已登记{made.name}。")
        return f"/persons/{made.person_id}"

    return await create(visit, _new(visit), send)


@router.get("/staff/{staff_id}")
async def detail(visit: Visitor, staff_id: UUID) -> Response:
    """An employment is shown on the page of its person."""
    staff = await StaffClient(visit.api).detail(staff_id)
    return see_other(f"/persons/{staff.person_id}")


def _trail(visit: Visit, person: StaffOut) -> list[tuple[str, str]]:
    return [
        ("人员", "/staff?view=own" if visit.me.school else "/staff"),
        (person.name or words.NOBODY, f"/persons/{person.person_id}"),
    ]


def _moving(visit: Visit, person: StaffOut) -> tuple[str, str] | None:
    """Return the link for who goes to another school of the province: the record goes along then."""
    if "staff_move.write" not in visit.me.permissions:
        return None
    return ("调到本省别的公办学校的，办调动，不在这里结束", f"/staff-moves/new?staff={person.id}")


def _subject_of(visit: Visit, person: StaffOut) -> Subject:
    name = person.name or words.NOBODY
    end = Step(
        "结束人事关系", "调走、退休或离职时办", f"结束{name}在{person.school.name}的人事关系？",
        f"{name}的人事关系已结束。", ["还有没结束的交流任务时不能办。", "以前的交流记录都保留。"],
        [Input("ended_on", "最后一天", "date"), reason(hint="只写调动、退休这样的事由，不写病情和家庭情况。")],
        danger=True, values={"ended_on": clock.today()}, see=_moving(visit, person),
    )  # fmt: skip
    facts = [("学校", person.school.name), ("职务", person.post.label)]
    trail = _trail(visit, person)
    home = f"/persons/{person.person_id}"
    return Subject(f"/staff/{person.id}", trail, person.version, person.allowed_actions, {"end": end}, facts, home)


def _edit(visit: Visit, person: StaffOut) -> Entry:
    name = person.name or words.NOBODY
    back = f"/persons/{person.person_id}"
    return Entry(f"修改{name}的工号等", [*_trail(visit, person), ("修改", "")], NUMBERS, "保存", back)


def _stored(person: StaffOut) -> Stored:
    values = {
        "staff_no": person.staff_no,
        "full_time_teacher": "true" if person.full_time_teacher else "false",
    }
    return Stored(values, person.version)


@router.get("/staff/{staff_id}/edit")
async def edit_page(visit: Visitor, staff_id: UUID) -> Response:
    """修改."""
    person = await StaffClient(visit.api).detail(staff_id)
    return edit(visit, _edit(visit, person), _stored(person))


@router.post("/staff/{staff_id}/edit")
async def save(visit: Visitor, staff_id: UUID) -> Response:
    """Save; a clash shows both sides."""
    client = StaffClient(visit.api)
    entry = _edit(visit, await client.detail(staff_id))

    async def send(body: dict[str, object], version: int) -> str:
        made = await client.change(staff_id, body, version)
        visit.say(f"{made.name}的信息已改好。")
        return f"/persons/{made.person_id}"

    async def load() -> Stored:
        return _stored(await client.detail(staff_id))

    return await change(visit, entry, send, load)


async def _subject(visit: Visit, staff_id: UUID) -> Subject:
    return _subject_of(visit, await StaffClient(visit.api).detail(staff_id))


@router.get("/staff/{staff_id}/{action}")
async def ask_step(visit: Visitor, staff_id: UUID, action: str) -> Response:
    """Ask before ending."""
    return ask(visit, await _subject(visit, staff_id), action)


@router.post("/staff/{staff_id}/{action}")
async def take_step(visit: Visitor, staff_id: UUID, action: str) -> Response:
    """End it."""

    async def send(body: dict[str, object], version: int) -> object:
        return await StaffClient(visit.api).act(staff_id, action, body, version)

    return await act(visit, lambda: _subject(visit, staff_id), action, send)
