"""空出的岗位: who is away, who covers, and what nobody covers yet."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.codes import VacancyState
from services.contracts.covers import CoverOut, VacancyRow
from services.web.api_client.covers import CoversClient
from services.web.api_client.regions import RegionsClient
from services.web.api_client.staff import StaffClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import ID, REGION, YEAR, Allowed, Filters, choices
from services.web.inputs import Input
from services.web.months import school_year_of
from services.web.pages.assignments.views import school_years
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import span

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "school_year": YEAR, "state": VacancyState, "county_code": REGION, "school_id": ID, "assignment_id": ID,
}  # fmt: skip
SHOWN = ("school_year", "state", "county_code")
STAFF = "/staff/pick"
NOT_FOUND = 404


@router.get("/covers")
async def covers(visit: Visitor) -> Response:
    """The vacated posts in scope, the latest start first; this school year's unless another one is asked for."""
    asked = dict(visit.request.query_params)
    if not asked:
        asked = {"school_year": str(school_year_of())}
    filters = Filters.of("/covers", asked, KNOWN)
    found = await CoversClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("covers", filters.query()),
        "states": choices(VacancyState),
        "years": school_years(),
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "above": _above(visit),
    }
    return visit.page("covers/list.html", context)


def _above(visit: Visit) -> tuple[str, str]:
    return ("人员", "/staff") if visit.me.school else ("交流支教", "/assignments")


def _here(row: VacancyRow) -> str:
    return f"/covers?assignment_id={row.assignment_id}"


def _trail(visit: Visit, row: VacancyRow, text: str) -> list[tuple[str, str]]:
    return [_above(visit), ("空出的岗位", "/covers"), (f"{row.name or '没有姓名'}的岗位", _here(row)), (text, "")]


async def _vacancy(visit: Visit, assignment_id: UUID) -> VacancyRow:
    found = await CoversClient(visit.api).rows({"assignment_id": str(assignment_id)})
    if not found.items:
        raise HTTPException(NOT_FOUND)
    return found.items[0]


async def _entry(visit: Visit, assignment_id: UUID) -> Entry:
    client = CoversClient(visit.api)
    row = await _vacancy(visit, assignment_id)
    coming = (await client.candidates(assignment_id)).items if row.may_cover else []
    inputs = [
        Input(
            "covering_staff_id",
            "本校谁来顶",
            "picker",
            "姓名、拼音或首字母；外来的人在下面选",
            optional=True,
            find=STAFF,
        ),
        Input("lessons", "顶哪些课", hint="比如：三（2）班数学，每周5节", optional=True),
    ]
    if coming:
        options = [(str(each.assignment_id), f"{each.name}，{each.words}") for each in coming]
        inputs.insert(1, Input(
            "covering_assignment_id", "或者来本校交流的人", "select", choices=options, blank="不选", optional=True,
        ))  # fmt: skip
    lines = [
        f"{row.name or '没有姓名'}到{row.receiving_school.name}{row.mode.label}，{span(row.start_on, row.end_on)}。",
        "本校的人和来交流的人只选一个；几个人分着顶，一个一个登记。",
    ]
    finders = {STAFF: StaffClient(visit.api).find}
    return Entry(
        "登记谁在顶", _trail(visit, row, "登记谁在顶"), inputs, "保存", _here(row), lines=lines, finders=finders
    )


@router.get("/covers/{assignment_id}/new")
async def new(visit: Visitor, assignment_id: UUID) -> Response:
    """登记谁在顶."""
    return blank(visit, await _entry(visit, assignment_id))


@router.post("/covers/{assignment_id}/new")
async def name_it(visit: Visitor, assignment_id: UUID) -> Response:
    """Say who covers."""

    async def send(body: dict[str, object], key: str) -> str:
        made = await CoversClient(visit.api).create({**body, "assignment_id": str(assignment_id)}, key)
        visit.say("已登记谁在顶。")
        return _here(made)

    return await create(visit, await _entry(visit, assignment_id), send)


def _subject(visit: Visit, row: VacancyRow, cover: CoverOut) -> Subject:
    name = cover.name or "没有姓名"
    step = Step(
        "取消顶岗", "登记错了或换了人", f"取消{name}顶{row.name or '没有姓名'}的岗位？", "已取消，记录保留。",
        [f"{row.school.name}，{span(row.start_on, row.end_on)}。"], danger=True,
    )  # fmt: skip
    path = f"/covers/{row.assignment_id}/by/{cover.id}"
    trail = _trail(visit, row, "")[:-1]
    return Subject(path, trail, cover.version, cover.allowed_actions, {"void": step}, home=_here(row))


async def _load(visit: Visit, assignment_id: UUID, cover_id: UUID) -> Subject:
    row = await _vacancy(visit, assignment_id)
    cover = next((each for each in row.covers if each.id == cover_id), None)
    if cover is None:
        raise HTTPException(NOT_FOUND)
    return _subject(visit, row, cover)


@router.get("/covers/{assignment_id}/by/{cover_id}/{action}")
async def ask_step(visit: Visitor, assignment_id: UUID, cover_id: UUID, action: str) -> Response:
    """Ask before a name is taken away."""
    return ask(visit, await _load(visit, assignment_id, cover_id), action)


@router.post("/covers/{assignment_id}/by/{cover_id}/{action}")
async def take_step(visit: Visitor, assignment_id: UUID, cover_id: UUID, action: str) -> Response:
    """Take it away."""

    async def send(_body: dict[str, object], version: int) -> object:
        return await CoversClient(visit.api).void(cover_id, version)

    return await act(visit, lambda: _load(visit, assignment_id, cover_id), action, send)
