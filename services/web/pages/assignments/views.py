"""交流支教: the list, one assignment, and every step of it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.assignments import AssignmentDetail
from services.contracts.codes import (
    AssignmentStatus,
    Code,
    Direction,
    DisagreementStatus,
    ExchangeMode,
    Outcome,
    PersonState,
    Post,
    Role,
    Sex,
    Stage,
    Title,
    YearBasis,
)
from services.contracts.disagreements import DisagreementRow
from services.web import clock
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.disagreements import DisagreementsClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.filters import DAY, ID, REGION, TEXT, TRUE, YEAR, Allowed, Filters, choices
from services.web.months import school_year_of
from services.web.pages.assignments import words
from services.web.pages.assignments.steps import subject
from services.web.pages.goals.beside import beside, with_goals
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import day, school_year

router = APIRouter()
SCHOOL_YEARS = 5
KNOWN: dict[str, Allowed] = {
    "q": TEXT,
    "status": AssignmentStatus,
    "direction": Direction,
    "mode": ExchangeMode,
    "school_year": YEAR,
    "county_code": REGION,
    "school_id": ID,
    "sending_school_id": ID,
    "receiving_school_id": ID,
    "staff_id": ID,
    "pairing_id": ID,
    "team_id": ID,
    "on": DAY,
    "starts_by": DAY,
    "ends_by": DAY,
    "open_after": DAY,
    "to_confirm": TRUE,
    "region_code": REGION,
    "basis": YearBasis,
    "outcome": Outcome,
    "post": Post,
    "sex": Sex,
    "title": Title,
    "stage": Stage,
}
BEHIND_A_NUMBER: tuple[tuple[str, type[Code]], ...] = (
    ("basis", YearBasis),
    ("outcome", Outcome),
    ("post", Post),
    ("sex", Sex),
    ("title", Title),
    ("stage", Stage),
)
SHOWN = ("q", "status", "direction", "mode", "school_year", "county_code")


def school_years() -> list[tuple[str, str]]:
    """Return the last school years for a select, newest first."""
    latest = school_year_of()
    return [(str(year), school_year(year)) for year in range(latest + 1, latest - SCHOOL_YEARS, -1)]


def only(filters: Filters, places: Mapping[str, str]) -> str:
    """Return in words what a link from elsewhere has narrowed the list to; `places` names regions."""
    if words_of_number := _number(filters, places):
        return words_of_number
    if filters.get("to_confirm"):
        return "只看等你确认的"
    if filters.get("starts_by") and filters.get("status") == AssignmentStatus.confirmed.value:
        return "只看应到未到的"
    if filters.get("ends_by"):
        return f"只看{_day(filters.get('ends_by'))}前到期的"
    if filters.get("open_after"):
        return f"只看{_day(filters.get('open_after'))}以后还在岗或已安排的"
    if filters.get("pairing_id"):
        return "只看一对结对的"
    if any(filters.get(name) for name in ("school_id", "sending_school_id", "receiving_school_id")):
        return "只看一所学校的"
    return f"只看{_day(filters.get('on'))}在期的" if filters.get("on") else ""


def nothing(filters: Filters, told: str) -> str:
    """Return what an empty list says: of a worklist that nothing is left, of other filters how to find more."""
    waits = filters.get("to_confirm") or filters.get("starts_by") or filters.get("ends_by")
    return f"没有{told.removeprefix('只看')}人。" if told and waits else "没有符合条件的结果。去掉一个条件试试。"


def _number(filters: Filters, places: Mapping[str, str]) -> str:
    """Return the same words as the statistic that the list stands behind, 陈仓区派出的·本学年开始的·还没到岗."""
    region = filters.get("region_code")
    said = [f"{places[region]}派出的"] if region in places else []
    if filters.get("pairing_id") and filters.get("outcome"):
        said.append("一对结对的")
    said += [label for name, codes in BEHIND_A_NUMBER for value, label in choices(codes) if value == filters.get(name)]
    return "·".join(said)


def _day(text: str) -> str:
    try:
        return day(clock.today().fromisoformat(text))
    except ValueError:
        return text


@router.get("/assignments")
async def assignments(visit: Visitor) -> Response:
    """The assignments in scope, the latest start first."""
    filters = Filters.of("/assignments", visit.request.query_params, KNOWN)
    found = await AssignmentsClient(visit.api).rows(filters.query())
    at_home = visit.me.school is not None or visit.me.role is Role.teacher
    counties = [] if at_home else await RegionsClient(visit.api).counties(visit.me.region_code)
    places = {visit.me.region_code: visit.me.region_name, **dict(counties)}
    told = only(filters, {} if at_home else places)
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("assignments", filters.query()),
        "states": choices(AssignmentStatus),
        "directions": choices(Direction),
        "modes": choices(ExchangeMode),
        "years": school_years(),
        "counties": counties,
        "hidden": filters.hidden(*SHOWN),
        "only": told,
        "nothing": nothing(filters, told),
        "title": "我的交流" if visit.me.role is Role.teacher else "交流支教",
        "mine": visit.me.role is Role.teacher,
        "may_plan": "assignment.plan" in visit.me.permissions,
        "words": words,
    }
    return visit.page("assignments/list.html", context)


@router.get("/assignments/{assignment_id}")
async def detail(visit: Visitor, assignment_id: UUID, tab: str = "") -> Response:
    """One assignment: who, from where to where, the three confirmations, months, what happened, what may be done."""
    row = await AssignmentsClient(visit.api).detail(assignment_id)
    own = _subject_of(visit, row)
    checks = [words.confirmation(each) for each in row.confirmations]
    more = await beside(visit, row, tab)
    disputed = [] if more["tab"] else await _disagreements(visit, assignment_id)
    if any(each.status is DisagreementStatus.open for each in disputed):
        own = replace(own, allowed=[action for action in own.allowed if action != "disagree"])
    context = {
        "disagreements": disputed,
        "row": row,
        "subject": own,
        "main": next((action for action in ("confirm", "arrive", "complete") if action in row.allowed_actions), ""),
        "checks": [{"result": result, "what": what, "sub": sub} for result, what, sub in checks],
        "reasons": [words.finding(each) for each in row.findings],
        "months": [month_cell(each.month, each.state) for each in row.months],
        "words": words,
        **more,
    }
    return visit.page("assignments/detail.html", context)


async def _disagreements(visit: Visit, assignment_id: UUID) -> list[DisagreementRow]:
    """Return what was said against the plan, the newest first; the person it is about has no part in it."""
    if visit.me.role is Role.teacher:
        return []
    return (await DisagreementsClient(visit.api).rows({"assignment_id": str(assignment_id)})).items


def month_cell(month: str, state: str | None) -> dict[str, object]:
    """Return a cell of the strip of months with what the report said of the person."""
    known = next((each for each in PersonState if each.value == state), None)
    now = f"{clock.today():%Y-%m}"
    return {"month": month, "state": known, "href": "", "now": month == now}


def _subject_of(visit: Visit, row: AssignmentDetail) -> Subject:
    if visit.me.role is Role.teacher:
        return subject(row, ("我的交流", "/"))
    return subject(row, ("人员", "/staff") if visit.me.school else ("交流支教", "/assignments"))


async def _subject(visit: Visit, assignment_id: UUID) -> Subject:
    return _subject_of(visit, await AssignmentsClient(visit.api).detail(assignment_id))


@router.get("/assignments/{assignment_id}/{action}")
async def ask_step(visit: Visitor, assignment_id: UUID, action: str) -> Response:
    """Ask before a step."""
    own = await with_goals(visit, await _subject(visit, assignment_id), assignment_id, action)
    return ask(visit, own, action)


@router.post("/assignments/{assignment_id}/{action}")
async def take_step(visit: Visitor, assignment_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await AssignmentsClient(visit.api).act(assignment_id, action, body, version)

    return await act(visit, lambda: _subject(visit, assignment_id), action, send)
