"""信息写错了 and 从某天起变了: two ways to put a school's record right, and the same for a dated decision."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.codes import Locality, SchoolFlag
from services.contracts.places import DatedFact, SchoolDetail
from services.web import clock
from services.web.amending import amend
from services.web.api_client.schools import SchoolsClient
from services.web.entry import Entry, Stored, Trail, change, edit
from services.web.filters import choices
from services.web.inputs import Input, reason
from services.web.pages.schools.fields import ALIASES, BASIS, CODE, NAME, VALUES, stored
from services.web.visit import Visit, Visitor

router = APIRouter()
NOT_FOUND = 404
POSTS = [
    Input("approved", "编制数", "number"),
    Input("senior_posts", "高级岗位数", "number"),
    Input("middle_posts", "中级岗位数", "number"),
    Input("junior_posts", "初级岗位数", "number"),
]
WHY = reason("哪里写错了", "会留在记录里。改正不影响以前的统计日期。")


def _trail(school: SchoolDetail, last: str) -> Trail:
    return [("学校", "/schools"), (school.name, f"/schools/{school.id}"), (last, "")]


def _correct(school: SchoolDetail) -> Entry:
    lines = ["本来就写错了，才在这里改。确实变了的，请用“从某天起变了”。", "改校名的文件下来了，请用“更名撤并”。"]
    inputs = [NAME, CODE, ALIASES, *VALUES, WHY]
    return Entry(
        f"改正{school.name}的信息", _trail(school, "信息写错了，改正"), inputs, "保存改正", f"/schools/{school.id}",
        lines=lines,
    )  # fmt: skip


def _change(school: SchoolDetail) -> Entry:
    day = Input("from_on", "从哪天起", "date")
    code = Input("code", "学校代码", hint="类别变了要填新代码，旧代码以后不再用", maxlength=10)
    lines = ["从那天起不一样了，才在这里改。以前的记录和统计不变。", "只是写错了，请用“信息写错了，改正”。"]
    inputs = [day, code, *VALUES, BASIS]
    return Entry(
        f"{school.name}从某天起变了", _trail(school, "从某天起变了"), inputs, "保存变更", f"/schools/{school.id}",
        lines=lines,
    )  # fmt: skip


ENTRIES = {"correct": (_correct, "已改正。"), "change": (_change, "的变更已保存。")}


async def _page(visit: Visit, school_id: UUID, kind: str) -> Response:
    school = await SchoolsClient(visit.api).detail(school_id)
    start = stored(school)
    values = {**start.values, "from_on": clock.today()}
    return edit(visit, ENTRIES[kind][0](school), Stored(values, start.version))


async def _save(visit: Visit, school_id: UUID, kind: str) -> Response:
    client = SchoolsClient(visit.api)
    before = await client.detail(school_id)
    make, said = ENTRIES[kind]

    async def send(body: dict[str, object], version: int) -> str:
        made = await client.act(school_id, kind, _different(body, stored(before)), version)
        visit.say(f"{made.name}{said}")
        return f"/schools/{school_id}"

    async def load() -> Stored:
        now = await client.detail(school_id)
        return Stored({**stored(now).values, "reason": "", "basis": ""}, now.version)

    return await change(visit, make(before), send, load)


def _different(body: dict[str, object], start: Stored) -> dict[str, object]:
    """Leave out what stands there already; empty answers of lists of codes say nothing."""
    told = {"reason", "basis", "from_on"}
    return {name: value for name, value in body.items() if name in told or (value != start.values.get(name))}


amend(router, "/schools", _page, _save)


def _fact_entry(school: SchoolDetail, fact: DatedFact) -> Entry:
    days = [
        Input("start_on", "从哪天起", "date"),
        Input("end_on", "到哪天为止", "date", "还在执行的不填", optional=True),
    ]
    own = {"locality": [Input("locality", "城乡", "radio", choices=choices(Locality))], "headcount": POSTS}
    inputs = [*own.get(fact.kind, []), *days, BASIS, WHY]
    lines = ["这条认定当时写错了，才在这里改。确实变了的，请重新认定一条。"]
    back = f"/schools/{school.id}"
    return Entry("改正这条认定", _trail(school, "改正认定"), inputs, "保存改正", back, [fact_words(fact)], lines)


def fact_words(fact: DatedFact) -> str:
    """Return a dated decision in words: 城乡：农村, 薄弱学校, 编制60名."""
    if fact.kind == "headcount":
        approved, *posts = fact.value.split("/")
        return f"编制{approved}名，高、中、初级岗位{'、'.join(posts)}个"
    kind, codes = ("城乡", choices(Locality)) if fact.kind == "locality" else ("属性", choices(SchoolFlag))
    return f"{kind}：{dict(codes).get(fact.value, fact.value)}"


def _fact_stored(school: SchoolDetail, fact: DatedFact) -> Stored:
    values: dict[str, object] = {
        "locality": fact.value, "start_on": fact.start_on, "end_on": fact.end_on or "", "basis": fact.basis,
        "reason": "",
    }  # fmt: skip
    if fact.kind == "headcount":
        values |= dict(zip([each.name for each in POSTS], fact.value.split("/"), strict=True))
    return Stored(values, school.version)


def _fact_of(school: SchoolDetail, fact_id: UUID) -> DatedFact:
    found = next((fact for fact in school.facts if fact.id == fact_id), None)
    if found is None:
        raise HTTPException(NOT_FOUND)
    return found


@router.get("/schools/{school_id}/facts/{fact_id}")
async def fact_page(visit: Visitor, school_id: UUID, fact_id: UUID) -> Response:
    """改正这条认定."""
    school = await SchoolsClient(visit.api).detail(school_id)
    fact = _fact_of(school, fact_id)
    return edit(visit, _fact_entry(school, fact), _fact_stored(school, fact))


@router.post("/schools/{school_id}/facts/{fact_id}")
async def correct_fact(visit: Visitor, school_id: UUID, fact_id: UUID) -> Response:
    """Save the correction of a decision."""
    client = SchoolsClient(visit.api)
    school = await client.detail(school_id)
    fact = _fact_of(school, fact_id)

    async def send(body: dict[str, object], version: int) -> str:
        start = {name: str(value) for name, value in _fact_stored(school, fact).values.items()}
        sent = {name: value for name, value in body.items() if name == "reason" or value != start.get(name)}
        await client.act(school_id, f"facts/{fact_id}/correct", sent, version)
        visit.say("这条认定已改正。")
        return f"/schools/{school_id}"

    async def load() -> Stored:
        now = await client.detail(school_id)
        return _fact_stored(now, _fact_of(now, fact_id))

    return await change(visit, _fact_entry(school, fact), send, load)
