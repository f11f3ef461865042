"""学校: the directory, one school with its dated facts, adding and changing one, and the decisions on it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import Locality, Ownership, SchoolKind, Stage
from services.contracts.places import SchoolDetail
from services.web import clock, picking
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import NATION, RegionsClient, is_county
from services.web.api_client.reports import ReportsClient
from services.web.api_client.schools import SchoolsClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import BOOLEAN, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.inputs import Input
from services.web.pages.home.first_week import LACKING
from services.web.pages.regions.views import PICK, finder, region_input
from services.web.pages.schools.changing import fact_words
from services.web.pages.schools.fields import CODE, NAME, VALUES
from services.web.pages.schools.planned import plan_words
from services.web.pages.schools.steps import subject
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor

router = APIRouter()
LATEST, YEAR = 100, 12
KNOWN: dict[str, Allowed] = {
    "q": TEXT,
    "county_code": REGION,
    "township": TEXT,
    "locality": Locality,
    "weak": BOOLEAN,
    "kind": SchoolKind,
    "stage": Stage,
    "include_closed": TRUE,
    "missing": LACKING,
}


@router.get("/schools")
async def schools(visit: Visitor) -> Response:
    """The schools in scope by pinyin."""
    filters = Filters.of("/schools", visit.request.query_params, KNOWN)
    found = await SchoolsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("schools", filters.query()),
        "lacking": LACKING.get(filters.get("missing"), ""),
        "counties": await RegionsClient(visit.api).counties(visit.me.region_code),
        "kinds": choices(SchoolKind),
        "stages": choices(Stage),
        "localities": choices(Locality),
        "may_write": "school.write" in visit.me.permissions,
    }
    return visit.page("schools/list.html", context)


@router.get("/schools/pick")
async def pick(visit: Visitor) -> Response:
    """The answers of a school picker."""
    return await picking.answer(visit, SchoolsClient(visit.api).find)


async def _new(visit: Visit) -> Entry:
    inputs = [
        CODE, NAME, await _county(visit), *VALUES,
        Input("locality", "城乡", "radio", choices=choices(Locality), hint="由县里认定，以后可以改"),
        Input("weak", "薄弱学校", "radio", choices=[("true", "是"), ("false", "不是")]),
        Input("since", "从哪天起", "date", "城乡和薄弱从这天起算"),
    ]  # fmt: skip
    trail = [("学校", "/schools"), ("新建学校", "")]
    lines = ["学校代码请对照证书填写，用过的代码不能再给别的学校。"]
    return Entry("新建学校", trail, inputs, "保存学校", "/schools", lines=lines, finders={PICK: finder(visit)})


async def _county(visit: Visit) -> Input:
    """The managing county: the own one, one of a list, or for the nation one that is searched for."""
    me = visit.me
    if me.region_code == NATION:
        return region_input("主管县区", name="county_code")
    counties = await RegionsClient(visit.api).counties(me.region_code)
    choices_ = counties or [(me.region_code, me.region_name)]
    return Input("county_code", "主管县区", "select", choices=choices_, blank="请选主管县区" if counties else "")


@router.get("/schools/new")
async def new(visit: Visitor) -> Response:
    """新建学校."""
    values = {"ownership": Ownership.public.value, "weak": "false", "since": clock.today()}
    if is_county(visit.me.region_code):
        values["county_code"] = visit.me.region_code
    return blank(visit, await _new(visit), values)


@router.post("/schools/new")
async def add(visit: Visitor) -> Response:
    """保存学校."""

    async def send(body: dict[str, object], key: str) -> str:
        made = await SchoolsClient(visit.api).create(body, key)
        visit.say(f"{made.name}已保存。")
        return f"/schools/{made.id}"

    return await create(visit, await _new(visit), send)


@router.get("/schools/{school_id}")
async def detail(visit: Visitor, school_id: UUID, tab: str = "", before: str = "") -> Response:
    """One school: 情况, 人员, 结对, 月报, 经过, and what may be done."""
    school = await SchoolsClient(visit.api).detail(school_id)
    tabs = _tabs(visit, school)
    chosen = tab if tab in {key for key, _, _ in tabs} else ""
    context = {
        "school": school,
        "subject": subject(school),
        "school_tabs": [(words, href, key == chosen) for key, words, href in tabs],
        "tab": chosen,
        "plan_words": plan_words,
        "sees_staff": "staff.read" in visit.me.permissions,
        **await _TABS[chosen](visit, school, before),
    }
    return visit.page("schools/detail.html", context)


def _tabs(visit: Visit, school: SchoolDetail) -> list[tuple[str, str, str]]:
    path = f"/schools/{school.id}"
    needed = {
        "people": ("人员", "staff.read"),
        "pairings": ("结对", "pairing.read"),
        "reports": ("月报", "report.read"),
    }
    tabs = [("", "情况", path)]
    tabs += [
        (key, words, f"{path}?tab={key}") for key, (words, needs) in needed.items() if needs in visit.me.permissions
    ]
    return [*tabs, ("history", "经过", f"{path}?tab=history")]


async def _facts(_visit: Visit, school: SchoolDetail, _before: str) -> dict[str, object]:
    return {"facts": [(fact_words(fact), fact) for fact in school.facts]}


def _of(school: SchoolDetail) -> dict[str, str | int | bool]:
    return {"school_id": str(school.id), "limit": LATEST, "count": True}


async def _people(visit: Visit, school: SchoolDetail, _before: str) -> dict[str, object]:
    if "assignment.read" not in visit.me.permissions:
        return {"people": None}
    return {"people": await AssignmentsClient(visit.api).rows({**_of(school), "status": "active"})}


async def _pairings(visit: Visit, school: SchoolDetail, _before: str) -> dict[str, object]:
    return {"pairings": await PairingsClient(visit.api).rows(_of(school))}


async def _reports(visit: Visit, school: SchoolDetail, _before: str) -> dict[str, object]:
    return {"reports": await ReportsClient(visit.api).rows({"school_id": str(school.id), "limit": YEAR})}


async def _history(visit: Visit, school: SchoolDetail, before: str) -> dict[str, object]:
    return {"history": await SchoolsClient(visit.api).history(school.id, before)}


_TABS: dict[str, Callable[[Visit, SchoolDetail, str], Awaitable[dict[str, object]]]] = {
    "": _facts, "people": _people, "pairings": _pairings, "reports": _reports, "history": _history,
}  # fmt: skip


async def _subject(visit: Visit, school_id: UUID) -> Subject:
    return subject(await SchoolsClient(visit.api).detail(school_id))


@router.get("/schools/{school_id}/{action}")
async def ask_step(visit: Visitor, school_id: UUID, action: str) -> Response:
    """Ask before a decision."""
    return ask(visit, await _subject(visit, school_id), action)


@router.post("/schools/{school_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, school_id: UUID, action: str) -> Response:
    """Decide."""
    client = SchoolsClient(visit.api)

    async def send(body: dict[str, object], version: int) -> object:
        return await client.act(school_id, action, body, version)

    return await act(visit, lambda: _subject(visit, school_id), action, send)
