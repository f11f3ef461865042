"""排活动计划: the form of a plan; the days left out are typed as 10-01 or 2026-10-01."""

import re
from datetime import date
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PairingStatus, PairSide, PlanRepeat, SchoolTerm
from services.contracts.joint_work import BaseSchoolOut
from services.contracts.pairings import PairingDetail, PairingRow
from services.web import clock
from services.web.api_client.base import Query
from services.web.api_client.joint_work import JointWorkClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.workbench import WorkbenchClient
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID, choices
from services.web.forms import Form
from services.web.inputs import Input
from services.web.pages.activities.forms import TYPES
from services.web.pages.activity_plans import words
from services.web.pages.activity_plans.terms import term_end, term_words, terms
from services.web.pages.pairings.steps import title as pairing_title
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
_TYPED_DAY = re.compile(r"(?:(20\d{2})[-年/.])?(\d{1,2})[-月/.](\d{1,2})日?")
OPEN = frozenset({PairingStatus.signed, PairingStatus.active, PairingStatus.suspended})
MOST_OTHERS = 100
_BETWEEN = re.compile(r"[、，,;；\s]+")


def days_of(typed: str, start_on: date) -> tuple[list[str], str]:
    """Return the typed days in the API's way, and the first that is none; without a year the next such day counts."""
    found = []
    for each in filter(None, _BETWEEN.split(typed.strip())):
        matched = _TYPED_DAY.fullmatch(each)
        try:
            found.append(str(_day(matched, start_on)) if matched else date.fromisoformat(each).isoformat())
        except ValueError:
            return [], each
    return found, ""


def _day(matched: re.Match[str], start_on: date) -> date:
    year, month, number = matched.groups()
    if year:
        return date(int(year), int(month), int(number))
    this = date(start_on.year, int(month), int(number))
    return this if this >= start_on else date(start_on.year + 1, int(month), int(number))


def _inputs(hosts: list[tuple[str, str]], pairings: list[tuple[str, str]]) -> list[Input]:
    first = [Input("pairing_id", "和哪所学校", "select", choices=pairings, blank="请选结对学校", ask="请选结对学校")]
    if len(pairings) == 1:
        first = [Input("pairing_id", "结对", "hidden")]
    if len(hosts) > 1:
        first.append(Input("host", "哪所学校主办", "radio", choices=hosts, ask="请选由哪所学校主办"))
    elif hosts:
        first.append(Input("host", "主办", "hidden"))
    types = [choice for _, group in TYPES for choice in group]
    return [
        *first,
        Input("type", "活动类型", "select", choices=types, blank="请选活动类型"),
        Input("topic", "内容", hint="比如：五年级大单元集体备课", maxlength=80),
        Input("repeat", "多久一次", "radio", choices=choices(PlanRepeat)),
        Input(
            "weekday",
            "星期几",
            "select",
            "每周的、每月第几个的要选",
            optional=True,
            choices=words.WEEKDAYS,
            blank="不用选",
        ),
        Input("nth", "第几个", "select", "每月第几个星期几的要选", optional=True, choices=words.NTHS, blank="不用选"),
        Input("day", "每月几号", "number", "每月固定一天的要填；填31就是月底", optional=True),
        Input("start_on", "从哪天起", "date", "只一次的，填那一天"),
        Input("end_on", "到哪天止", "date"),
        Input("except_on", "哪些天不办", hint="放假、考试的日子，比如：10-01、10-08", optional=True),
    ]


def _entry(hosts: list[tuple[str, str]], pairings: list[tuple[str, str]], pairing: str) -> Entry:
    lines = ["排好后两校都看得到。到了那天点“记下来”，填好人数就算一次；没记的不算。"]
    meta = [name for _, name in pairings] if len(pairings) == 1 else []
    trail = [("活动", "/activities"), ("排活动计划", "")]
    return Entry("排活动计划", trail, _inputs(hosts, pairings), "排好", _back(pairing), meta, lines)


def _row_choice(row: PairingRow, school_id: UUID) -> tuple[str, str]:
    mine = row.supporting.school.id == school_id
    side = PairSide.supporting if mine else PairSide.recipient
    return f"{row.id} {side.value}", (row.recipient if mine else row.supporting).school.name


async def _offered(visit: Visit, pairing_id: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return who may host, when that is not said by the pairing chosen, and which pairings are offered."""
    if ID.fullmatch(pairing_id):
        found = await PairingsClient(visit.api).detail(UUID(pairing_id))
        hosts = _hosts(found)
        return hosts, [(str(found.id), pairing_title(found))] if hosts else []
    if visit.me.school is None:
        return [], []
    school_id = visit.me.school.id
    bench = await WorkbenchClient(visit.api).show()
    return [], [_row_choice(row, school_id) for row in bench.pairings]


def _hosts(pairing: PairingDetail) -> list[tuple[str, str]]:
    sides = [(PairSide.supporting, pairing.supporting), (PairSide.recipient, pairing.recipient)]
    return [(side.value, each.school.name) for side, each in sides if each.own]


@router.get("/activity-plans/new")
async def new(visit: Visitor, pairing: str = "") -> Response:
    """排活动计划."""
    hosts, offered = await _offered(visit, pairing)
    if "activity.write" not in visit.me.permissions or not offered:
        visit.say("现在不能排活动：先有一对进行中的结对，由主办学校或它的县里来排。")
        return see_other(_back(pairing))
    today = clock.today()
    values: dict[str, object] = {
        "repeat": PlanRepeat.weekly.value, "start_on": today, "end_on": term_end(today),
        "pairing_id": offered[0][0] if len(offered) == 1 else "", "host": hosts[0][0] if len(hosts) == 1 else "",
    }  # fmt: skip
    return blank(visit, _entry(hosts, offered, pairing), values)


def _back(pairing: str) -> str:
    return f"/pairings/{pairing}?tab=activities" if ID.fullmatch(pairing) else "/activities"


@router.post("/activity-plans/new")
async def make(visit: Visitor) -> Response:
    """Save the plan; its dates are made at once. The pairing that it was opened from stands in the form."""
    form = Form.of(await visit.form())
    pairing = form.value("pairing_id")
    hosts, offered = await _offered(visit, pairing)

    async def send(body: dict[str, object], key: str) -> str:
        made = await JointWorkClient(visit.api).make_plan(_sent(body), key)
        visit.say(f"排好了，一共{len(made.dates)}次。")
        return f"/activity-plans/{made.id}"

    return await create(visit, _entry(hosts, offered, pairing), send)


def _sent(body: dict[str, object]) -> dict[str, object]:
    """Return the body for the API: the pairing's choice in its two parts, the typed days one by one."""
    made = dict(body)
    pairing, _, side = str(made["pairing_id"]).partition(" ")
    made["pairing_id"] = pairing
    if side:
        made["host"] = side
    start = str(made.get("start_on", ""))
    if made.get("repeat") == PlanRepeat.once.value:
        made["end_on"] = start
    try:
        first = date.fromisoformat(start)
    except ValueError:
        first = clock.today()
    days, wrong = days_of(str(made.pop("except_on", "")), first)
    made["except_on"] = [wrong] if wrong else days
    return made


class Term(NamedTuple):
    """A pairing, its base school of a term, and the other pairings that may have the same one."""

    pairing: PairingRow
    base: BaseSchoolOut | None
    also: list[tuple[str, str]]


async def _of_term(visit: Visit, pairing_id: UUID, year: int, half: SchoolTerm) -> Term:
    """What the page needs: a school's other pairings stand beside this one, an office sees this one alone."""
    school = visit.me.school
    whose: Query = {"school_id": str(school.id), "limit": MOST_OTHERS} if school else {"pairing_id": str(pairing_id)}
    asked: Query = {**whose, "school_year": str(year), "term": half.value}
    bases = {row.pairing_id: row for row in (await JointWorkClient(visit.api).base_schools(asked)).items}
    rows = (await PairingsClient(visit.api).rows(whose)).items if school else []
    own = next((row for row in rows if row.id == pairing_id), None)
    pairing = own or await PairingsClient(visit.api).detail(pairing_id)
    open_ = [row for row in rows if row is not own and row.status in OPEN]
    others = [row for row in open_ if school and _shares(row, pairing, school.id)]
    also = [(f"{row.id}.{bases[row.id].version if row.id in bases else 0}", pairing_title(row)) for row in others]
    return Term(pairing, bases.get(pairing_id), also)


def _shares(row: PairingRow, pairing: PairingRow, school_id: UUID) -> bool:
    sides = ((row.supporting, pairing.supporting), (row.recipient, pairing.recipient))
    return any(one.school.id == another.school.id == school_id for one, another in sides)


async def _base(visit: Visit, pairing_id: UUID, year: int, half: SchoolTerm) -> tuple[Stored, Entry]:
    found = await _of_term(visit, pairing_id, year, half)
    pairing, known = found.pairing, found.base
    side = known.side if known and not known.elsewhere else ""
    stored = Stored({"side": side, "also": []}, known.version if known else 0)
    sides = [
        (PairSide.supporting.value, pairing.supporting.school.name),
        (PairSide.recipient.value, pairing.recipient.school.name),
    ]
    name, home = f"{term_words(year, half)}的基地学校", f"/pairings/{pairing_id}?tab=activities"
    other = [
        (f"定{term_words(*term)}的", f"/base-schools/{pairing_id}/{term[0]}/{term[1].value}")
        for term in terms() if term != (year, half)
    ]  # fmt: skip
    inputs = [Input("side", name, "radio", choices=sides)]
    if found.also:
        hint = "几所学校一起定一所时勾。"
        inputs.append(Input("also", "这几个结对也定它", "checks", hint, optional=True, choices=found.also))
    entry = Entry(
        "定基地学校", [("结对", "/pairings"), (pairing_title(pairing), home), ("定基地学校", "")], inputs, "保存", home,
        lines=["基地学校是这个学期活动主要在哪所学校办。两校都能定，都能改。"], links=other,
    )  # fmt: skip
    return stored, entry


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []


@router.get("/base-schools/{pairing_id}/{year}/{half}")
async def base_school(visit: Visitor, pairing_id: UUID, year: int, half: SchoolTerm) -> Response:
    """定基地学校."""
    stored, entry = await _base(visit, pairing_id, year, half)
    return edit(visit, entry, stored)


@router.post("/base-schools/{pairing_id}/{year}/{half}")
async def set_base_school(visit: Visitor, pairing_id: UUID, year: int, half: SchoolTerm) -> Response:
    """Save it; a clash shows both."""
    stored, entry = await _base(visit, pairing_id, year, half)

    async def send(body: dict[str, object], version: int) -> str:
        path = f"{pairing_id}/{year}/{half.value}"
        picked = [str(each).partition(".") for each in _listed(body.pop("also", []))]
        also = [{"pairing_id": pairing, "version": int(known)} for pairing, _, known in picked]
        made = await JointWorkClient(visit.api).put_base_school(path, {**body, "also": also}, version)
        visit.say(f"{term_words(year, half)}的基地学校是{made.school.name}。")
        return f"/pairings/{pairing_id}?tab=activities"

    async def load() -> Stored:
        return stored

    return await change(visit, entry, send, load)
