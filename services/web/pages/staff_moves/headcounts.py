"""编制余缺: schools against their approved posts, and how a surplus was resolved without a move."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import HeadcountState, SurplusMethod
from services.web import clock
from services.web.api_client.regions import RegionsClient
from services.web.api_client.schools import SchoolsClient
from services.web.api_client.staff_moves import HeadcountsClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import ID, REGION, TEXT, Allowed, Filters, choices
from services.web.inputs import Input, coded
from services.web.pages.staff_moves import words
from services.web.pages.staff_moves.steps import measure_subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor

router = APIRouter()
PICK = "/schools/pick"
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "state": HeadcountState, "county_code": REGION, "township": TEXT, "school_id": ID,
}  # fmt: skip
KNOWN_MEASURES: dict[str, Allowed] = {"school_id": ID, "county_code": REGION, "method": SurplusMethod}


@router.get("/headcounts")
async def headcounts(visit: Visitor) -> Response:
    """The public schools in scope against their posts."""
    filters = Filters.of("/headcounts", visit.request.query_params, KNOWN)
    found = await HeadcountsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        "sums": found.sums,
        **filters.turns(found),
        "files": files("headcounts", filters.query()),
        "states": choices(HeadcountState),
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden("q", "state", "county_code"),
        "words": words,
    }
    return visit.page("staff_moves/headcounts.html", context)


@router.get("/surplus-measures")
async def measures(visit: Visitor) -> Response:
    """How surpluses were resolved, the latest day first."""
    filters = Filters.of("/surplus-measures", visit.request.query_params, KNOWN_MEASURES)
    found = await HeadcountsClient(visit.api).measures(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("surplus_measures", filters.query()),
        "methods": choices(SurplusMethod),
        "hidden": filters.hidden("method"),
        "may_record": "staff_move.write" in visit.me.permissions,
    }
    return visit.page("staff_moves/measures.html", context)


def _entry(visit: Visit) -> Entry:
    inputs = [
        coded("method", "办法", SurplusMethod, hint="分流到别的学校的，办调动，不在这里登记"),
        Input("people", "多少人", "number"),
        Input("done_on", "哪天", "date"),
        Input("basis", "依据的文件", maxlength=80),
        Input("note", "说明", "area", "写办法和结果，不写姓名和个人情况", optional=True, maxlength=2000),
    ]
    if visit.me.school is None:
        inputs.insert(0, Input("school_id", "哪所学校", "picker", "名称、拼音、首字母或学校代码", find=PICK))
    lines = ["在编人数按人员记录算。转岗、调出的，人员记录要另外改。"]
    return Entry(
        "登记超编消化", [("编制", "/headcounts"), ("登记超编消化", "")], inputs, "保存", "/headcounts", lines=lines,
        finders={PICK: SchoolsClient(visit.api).find},
    )  # fmt: skip


@router.get("/surplus-measures/new")
async def new(visit: Visitor, school: UUID | None = None) -> Response:
    """登记超编消化: the school may be known already."""
    values: dict[str, object] = {"done_on": clock.today()}
    if school is not None and visit.me.school is None:
        found = await SchoolsClient(visit.api).detail(school)
        values["school_id"] = f"{found.id} {found.name}"
    return blank(visit, _entry(visit), values)


@router.post("/surplus-measures/new")
async def make(visit: Visitor) -> Response:
    """Save it."""
    own = {"school_id": str(visit.me.school.id)} if visit.me.school else {}

    async def send(body: dict[str, object], key: str) -> str:
        made = await HeadcountsClient(visit.api).record({**body, **own}, key)
        visit.say(f"已登记：{made.method.label}{made.people}人。")
        return f"/surplus-measures?school_id={made.school.id}"

    return await create(visit, _entry(visit), send)


async def _subject(visit: Visit, measure_id: UUID) -> Subject:
    return measure_subject(await HeadcountsClient(visit.api).measure(measure_id))


@router.get("/surplus-measures/{measure_id}/{action}")
async def ask_step(visit: Visitor, measure_id: UUID, action: str) -> Response:
    """Ask before it is voided."""
    return ask(visit, await _subject(visit, measure_id), action)


@router.post("/surplus-measures/{measure_id}/{action}")
async def take_step(visit: Visitor, measure_id: UUID, action: str) -> Response:
    """Void it."""

    async def send(body: dict[str, object], version: int) -> object:
        return await HeadcountsClient(visit.api).void(measure_id, body, version)

    return await act(visit, lambda: _subject(visit, measure_id), action, send)
