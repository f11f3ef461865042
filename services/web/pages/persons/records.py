"""Dated records of a person: adding one, putting one right, voiding one, verifying service and its papers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.files import FileKind
from services.contracts.person_records import PositionOut, RecordOut, ServiceOut, TeachingOut, TitleOut
from services.contracts.persons import PersonDetail
from services.web.api_client.persons import PersonsClient
from services.web.api_client.schools import SchoolsClient
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.inputs import reason
from services.web.pages.files.words import files_input
from services.web.pages.persons import words
from services.web.pages.persons.fields import IN_TURN, PERSONS, RECORDS, SCHOOLS, asked
from services.web.pages.persons.views import WHY, trail_of
from services.web.steps import Step, Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor
from services.web.wording import span

router = APIRouter()
NOT_FOUND = 404
TAB_OF = {"position": "work", "title": "work", "teaching": "work", "honour": "honours", "service": "service"}


def _back(person: PersonDetail, kind: str) -> str:
    tab = TAB_OF.get(kind, "")
    return f"/persons/{person.id}" + (f"?tab={tab}" if tab else "")


LINES = {
    "position": ["这里补以前的职务。现在的职务变了，用“从某天起变了”。"],
    "title": ["这里补以前的职称。现在的职称变了，用“从某天起变了”。"],
    "teaching": ["这里补以前教的。现在教的变了，用“从某天起变了”。"],
    "spouse": ["只有本校、本县和本人看得到，用来安排交流时照顾。"],
}
MOVES_ALONG = "改了这一条的日期，和它前后挨着的那一条跟着改，不用两边都改。"
CHANGED = "登的时候没错、后来才变的，不在这里改，用“从某天起变了”。"


def _entry(visit: Visit, person: PersonDetail, kind: str, row: RecordOut | None = None) -> Entry:
    """The form of a record to add, or with a row of one to put right."""
    label, running = words.kind_label(kind), row is not None and _is_running(kind, row)
    title = f"补记{words.name(person)}的{label}" if row is None else f"改正{words.name(person)}的{label}"
    inputs = [*asked(kind, running=running), *([] if row is None else [WHY])]
    finders = {SCHOOLS: SchoolsClient(visit.api).find, PERSONS: PersonsClient(visit.api).find}
    lines = LINES.get(kind, [])
    if row is not None and kind in IN_TURN:
        lines = [MOVES_ALONG, *([CHANGED] if running else [])]
    trail = [*trail_of(visit, person), (label, "")]
    return Entry(title, trail, inputs, "保存", _back(person, kind), lines=lines, finders=finders)


def _is_running(kind: str, row: RecordOut) -> bool:
    return kind in IN_TURN and getattr(row, "end_on", None) is None


def _known(kind: str) -> str:
    if kind not in RECORDS:
        raise HTTPException(NOT_FOUND)
    return kind


@router.get("/persons/{person_id}/add/{kind}")
async def new(visit: Visitor, person_id: UUID, kind: str) -> Response:
    """补记."""
    person = await PersonsClient(visit.api).detail(person_id)
    return blank(visit, _entry(visit, person, _known(kind)))


@router.post("/persons/{person_id}/add/{kind}")
async def add(visit: Visitor, person_id: UUID, kind: str) -> Response:
    """Save it."""
    client = PersonsClient(visit.api)
    person = await client.detail(person_id)

    async def send(body: dict[str, object], key: str) -> str:
        await client.add_record(person_id, {"record": {"kind": kind, **body}}, key)
        visit.say(f"{words.kind_label(kind)}已补记。")
        return _back(person, kind)

    return await create(visit, _entry(visit, person, _known(kind)), send)


def _find(person: PersonDetail, record_id: UUID) -> tuple[str, RecordOut]:
    kinds: dict[str, Sequence[RecordOut]] = {
        "position": person.positions, "title": person.titles, "teaching": person.teachings,
        "honour": person.honours, "service": person.services, "certificate": person.certificates,
        "education": person.educations, "spouse": person.spouses,
    }  # fmt: skip
    for kind, rows in kinds.items():
        for row in rows:
            if row.id == record_id:
                return kind, row
    raise HTTPException(NOT_FOUND)


def _stored(kind: str, row: RecordOut, typed: dict[str, object]) -> Stored:
    values: dict[str, Any] = row.model_dump(mode="json")
    school, person_id = values.get("school"), values.get("person_id")
    picked = f"{school['id']} {school['name']}" if isinstance(school, dict) else ""
    localities = values.get("localities")
    values |= {"school_id": picked, "spouse_school_id": picked, "spouse_name": values.get("name", "")}
    values |= {"spouse_person_id": f"{person_id} {values.get('name')}" if person_id else ""}
    values |= {"spouse_post": values.get("post"), "reason": typed.get("reason", "")}
    values |= {"leadership": str(values.get("leadership", "")).lower()}
    values |= {"locality": localities[0] if isinstance(localities, list) and localities else ""}
    return Stored({each.name: values.get(each.name) for each in [*RECORDS[kind], WHY]}, row.version)


@router.get("/persons/{person_id}/records/{record_id}/correct")
async def correct_page(visit: Visitor, person_id: UUID, record_id: UUID) -> Response:
    """改正."""
    person = await PersonsClient(visit.api).detail(person_id)
    kind, row = _find(person, record_id)
    return edit(visit, _entry(visit, person, kind, row), _stored(kind, row, {}))


@router.post("/persons/{person_id}/records/{record_id}/correct")
async def correct(visit: Visitor, person_id: UUID, record_id: UUID) -> Response:
    """Save it; a clash shows both sides."""
    client = PersonsClient(visit.api)
    person = await client.detail(person_id)
    kind, row = _find(person, record_id)
    typed: dict[str, object] = {}

    async def send(body: dict[str, object], version: int) -> str:
        typed.update(body)
        said = {name: value for name, value in body.items() if name != "reason"}
        record = {"kind": kind, **_kept(kind, row), **said}
        correction = {"record": record, "reason": body.get("reason")}
        made = await client.correct_record(person_id, record_id, correction, version)
        along = "，挨着的那一条的日期也跟着改了" if _days(made, record_id) != _days(person, record_id) else ""
        visit.say(f"{words.kind_label(kind)}已改正{along}。")
        return _back(person, kind)

    async def load() -> Stored:
        return _stored(*_find(await client.detail(person_id), record_id), typed)

    return await change(visit, _entry(visit, person, kind, row), send, load)


def _kept(kind: str, row: RecordOut) -> dict[str, object]:
    """What the form of a present post does not ask."""
    if not isinstance(row, PositionOut) or not _is_running(kind, row):
        return {}
    return {"school_id": str(row.school.id)} if row.school else {"school_name": row.school_name}


def _days(person: PersonDetail, but: UUID) -> dict[UUID, tuple[date, date | None]]:
    """First and last days of what follows each other, without one row."""
    rows: list[PositionOut | TitleOut | TeachingOut] = [*person.positions, *person.titles, *person.teachings]
    return {row.id: (row.start_on, row.end_on) for row in rows if row.id != but}


async def _subject(visit: Visit, person_id: UUID, record_id: UUID) -> Subject:
    person = await PersonsClient(visit.api).detail(person_id)
    kind, row = _find(person, record_id)
    label = words.kind_label(kind)
    void_step = Step(
        f"作废这条{label}", "", f"作废这条{label}？", f"{label}已作废。", ["记录会保留，标“已作废”，不再计算。"],
        [reason(hint="比如：重复登记")], "作废", danger=True,
    )  # fmt: skip
    papers = files_input(FileKind.service_evidence, "证明材料")
    verify = Step(
        "核实", "", f"{words.name(person)}的这条任教经历，和材料对上了？", "任教经历已核实。",
        [*_lines(row), "核实人和日期会显示在这条经历上，开证明时用。改正以后要重新核实。"], [papers], "核实",
    )  # fmt: skip
    evidence = Step(
        "附材料", "", "给这条任教经历附证明材料", "材料已附上。", ["比如任命文件、调令、支教证明的照片或扫描件。"],
        [replace(papers, optional=False)], "保存材料",
    )  # fmt: skip
    path, steps = f"/persons/{person_id}/records/{record_id}", {"void": void_step, "verify": verify}
    return Subject(
        path, trail_of(visit, person), row.version, row.allowed_actions, {**steps, "evidence": evidence},
        home=_back(person, kind),
    )  # fmt: skip


def _lines(row: RecordOut) -> list[str]:
    """Which service it is, for who confirms."""
    if not isinstance(row, ServiceOut):
        return []
    return [f"{words.where(row)}，{span(row.start_on, row.end_on)}，{words.work(row)}。"]


@router.get("/persons/{person_id}/records/{record_id}/{action}")
async def ask_step(visit: Visitor, person_id: UUID, record_id: UUID, action: str) -> Response:
    """Ask before voiding or verifying, or for papers."""
    return ask(visit, await _subject(visit, person_id, record_id), action)


@router.post("/persons/{person_id}/records/{record_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, person_id: UUID, record_id: UUID, action: str) -> Response:
    """Do it."""

    async def send(body: dict[str, object], version: int) -> object:
        return await PersonsClient(visit.api).act_on_record(person_id, record_id, action, body, version)

    return await act(visit, lambda: _subject(visit, person_id, record_id), action, send)
