"""学校: the directory, one school with its dated facts, adding and changing one, and the decisions on it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import Locality, Ownership, SchoolFlag, SchoolKind, Stage
from services.contracts.places import DatedFact, SchoolDetail
from services.web import clock, picking
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import NATION, RegionsClient, is_county
from services.web.api_client.schools import SchoolsClient
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import BOOLEAN, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, coded
from services.web.pages.regions.views import PICK, finder, region_input
from services.web.pages.schools.steps import subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor

router = APIRouter()
LATEST = 100
KNOWN: dict[str, Allowed] = {
    "q": TEXT,
    "county_code": REGION,
    "township": TEXT,
    "locality": Locality,
    "weak": BOOLEAN,
    "kind": SchoolKind,
    "stage": Stage,
    "include_closed": TRUE,
}
URBAN_RURAL = [
    ("111", "111 主城区"),
    ("112", "112 城乡结合区"),
    ("121", "121 镇中心区"),
    ("122", "122 镇乡结合区"),
    ("123", "123 特殊区域"),
    ("210", "210 乡中心区"),
    ("220", "220 村庄"),
]
"""统计用城乡分类代码."""
FACTS = [
    Input("name", "学校名称", maxlength=80),
    Input("township", "乡镇或街道", optional=True),
    coded("kind", "办学类型", SchoolKind),
    Input("stages", "学段", "checks", choices=choices(Stage)),
]


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
        "counties": await RegionsClient(visit.api).counties(visit.me.region_code),
        "kinds": choices(SchoolKind),
        "stages": choices(Stage),
        "localities": choices(Locality),
        "may_write": "school.write" in visit.me.permissions,
        "with_staff": "staff.read" in visit.me.permissions,
    }
    return visit.page("schools/list.html", context)


@router.get("/schools/pick")
async def pick(visit: Visitor) -> Response:
    """The answers of a school picker."""
    return await picking.answer(visit, SchoolsClient(visit.api).find)


async def _new(visit: Visit) -> Entry:
    inputs = [
        Input("code", "学校代码", hint="10位数字：2位类别，2位省，6位顺序号", maxlength=10),
        FACTS[0],
        await _county(visit),
        *FACTS[1:],
        coded("ownership", "办学性质", Ownership),
        Input("urban_rural_code", "城乡分类代码", "select", choices=URBAN_RURAL, blank="不知道", optional=True),
        Input("locality", "城乡", "radio", choices=choices(Locality), hint="由县里认定，以后可以改"),
        Input("weak", "薄弱学校", "radio", choices=[("true", "是"), ("false", "不是")]),
        Input("since", "从哪天起", "date", "城乡和薄弱从这天起算"),
    ]
    trail = [("学校", "/schools"), ("新建学校", "")]
    lines = ["学校代码以后不能改，请对照证书填写。"]
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
async def detail(visit: Visitor, school_id: UUID, tab: str = "") -> Response:
    """One school: dated facts, pairings or people, what may be done."""
    school = await SchoolsClient(visit.api).detail(school_id)
    people, pairings = "assignment.read" in visit.me.permissions, "pairing.read" in visit.me.permissions
    chosen = "people" if tab == "people" and people else ""
    query: dict[str, str | int | bool] = {"school_id": str(school_id), "limit": LATEST, "count": True}
    context = {
        "school": school,
        "subject": subject(school),
        "facts": [_said(fact) for fact in school.facts],
        "tab": chosen,
        "sees_people": people,
        "sees_staff": "staff.read" in visit.me.permissions,
        "people": await AssignmentsClient(visit.api).rows({**query, "status": "active"}) if chosen else None,
        "pairings": await PairingsClient(visit.api).rows(query) if pairings and not chosen else None,
    }
    return visit.page("schools/detail.html", context)


def _said(fact: DatedFact) -> tuple[str, DatedFact]:
    """Return a dated decision in words: 城乡：农村, 薄弱学校."""
    kind, codes = ("城乡", choices(Locality)) if fact.kind == "locality" else ("属性", choices(SchoolFlag))
    return f"{kind}：{dict(codes).get(fact.value, fact.value)}", fact


def _edit(school: SchoolDetail) -> Entry:
    path = f"/schools/{school.id}"
    trail = [("学校", "/schools"), (school.name, path), ("修改", "")]
    return Entry(f"修改{school.name}", trail, FACTS, "保存", path, [f"学校代码{school.code}"])


def _stored(school: SchoolDetail) -> Stored:
    stages = [stage.value for stage in school.stages]
    values = {"name": school.name, "township": school.township, "kind": school.kind.value, "stages": stages}
    return Stored(values, school.version)


@router.get("/schools/{school_id}/edit")
async def edit_page(visit: Visitor, school_id: UUID) -> Response:
    """修改学校."""
    school = await SchoolsClient(visit.api).detail(school_id)
    return edit(visit, _edit(school), _stored(school))


@router.post("/schools/{school_id}/edit")
async def save(visit: Visitor, school_id: UUID) -> Response:
    """Save the correction; a clash shows both sides."""
    client = SchoolsClient(visit.api)
    entry = _edit(await client.detail(school_id))

    async def send(body: dict[str, object], version: int) -> str:
        made = await client.change(school_id, body, version)
        visit.say(f"{made.name}已改好。")
        return f"/schools/{school_id}"

    async def load() -> Stored:
        return _stored(await client.detail(school_id))

    return await change(visit, entry, send, load)


async def _subject(visit: Visit, school_id: UUID) -> Subject:
    return subject(await SchoolsClient(visit.api).detail(school_id))


@router.get("/schools/{school_id}/{action}")
async def ask_step(visit: Visitor, school_id: UUID, action: str) -> Response:
    """Ask before a decision."""
    return ask(visit, await _subject(visit, school_id), action)


@router.post("/schools/{school_id}/{action}")
async def take_step(visit: Visitor, school_id: UUID, action: str) -> Response:
    """Decide."""
    client = SchoolsClient(visit.api)

    async def send(body: dict[str, object], version: int) -> object:
        return await client.act(school_id, action, body, version)

    return await act(visit, lambda: _subject(visit, school_id), action, send)
