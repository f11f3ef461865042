"""对口教学支援班: the list, applying, one class with its posts and checks, and every step of it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import ClassPost, PairSide, SupportClassStatus
from services.contracts.pairings import PairingDetail
from services.contracts.support_classes import SupportClassDetail
from services.web import clock, picking
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import RegionsClient
from services.web.api_client.support_classes import SupportClassesClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, blank, change, create, edit, version_of
from services.web.filters import ID, REGION, TRUE, YEAR, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input
from services.web.months import school_year_of
from services.web.pages.support_classes import words
from services.web.pages.support_classes.steps import main_step, subject, trail_of
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import school_year

router = APIRouter()
YEARS = range(1, -5, -1)
KNOWN: dict[str, Allowed] = {
    "status": SupportClassStatus, "school_year": YEAR, "county_code": REGION, "school_id": ID, "pairing_id": ID,
    "waiting": TRUE,
}  # fmt: skip
SHOWN = ("status", "school_year", "county_code")


def _years() -> list[tuple[str, str]]:
    present = school_year_of(clock.today())
    return [(str(present + each), f"{school_year(present + each)}学年") for each in YEARS]


@router.get("/support-classes")
async def support_classes(visit: Visitor) -> Response:
    """The classes in scope, the latest school year first."""
    filters = Filters.of("/support-classes", visit.request.query_params, KNOWN)
    found = await SupportClassesClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("support_classes", filters.query()),
        "states": choices(SupportClassStatus),
        "years": _years(),
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "words": words,
    }
    return visit.page("support_classes/list.html", context)


def _inputs(pairing: PairingDetail) -> list[Input]:
    places = [
        (PairSide.recipient.value, f"{pairing.recipient.school.name}（受援学校）"),
        (PairSide.supporting.value, f"{pairing.supporting.school.name}（支援学校）"),
    ]
    return [
        Input("grade", "年级", hint="比如：高一", maxlength=20),
        Input("name", "班名", hint="比如：支援一班", maxlength=80),
        Input("school_year", "哪个学年开班", "select", choices=_years()),
        Input("pupils_planned", "计划招多少学生", "number"),
        Input("place", "办在哪所学校", "radio", choices=places),
    ]


def _entry(pairing: PairingDetail) -> Entry:
    home = f"/pairings/{pairing.id}?tab=support_classes"
    trail = [("结对", "/pairings"), ("支援班", home), ("申请办班", "")]
    lines = ["保存后等另一校一起申请，再由办班学校所在的区县批准，面向全县招生。"]
    hidden = Input("pairing_id", "", "hidden")
    return Entry("申请办支援班", trail, [*_inputs(pairing), hidden], "保存，等另一校", home, lines=lines)


@router.get("/support-classes/new")
async def new(visit: Visitor, pairing: UUID) -> Response:
    """申请办支援班."""
    found = await PairingsClient(visit.api).detail(pairing)
    values = {
        "pairing_id": str(pairing), "place": PairSide.recipient.value, "school_year": school_year_of(clock.today()),
    }  # fmt: skip
    return blank(visit, _entry(found), values)


@router.post("/support-classes/new")
async def make(visit: Visitor) -> Response:
    """Save the proposal; the form carries the pairing."""
    typed = Form.of(await visit.form()).value("pairing_id")
    if not ID.fullmatch(typed):
        return see_other("/pairings")
    found = await PairingsClient(visit.api).detail(UUID(typed))

    async def send(body: dict[str, object], key: str) -> str:
        made = await SupportClassesClient(visit.api).create(body, key)
        visit.say("已提出。下一步：另一校一起申请。")
        return f"/support-classes/{made.id}"

    return await create(visit, _entry(found), send)


@router.get("/support-classes/{class_id}")
async def detail(visit: Visitor, class_id: UUID) -> Response:
    """One class: what is asked for, who teaches, the checks, the money, what happened, what may be done."""
    row = await SupportClassesClient(visit.api).detail(class_id)
    main = main_step(row)
    found = subject(row)
    context = {
        "row": row,
        "subject": found,
        "main": main,
        "doing": [(path, step) for path, step in found.doing() if path != f"{found.path}/{main}"],
        "words": words,
        "may_fund": "support.write" in visit.me.permissions and "assign" in row.allowed_actions,
    }
    return visit.page("support_classes/detail.html", context)


def _edit_entry(row: SupportClassDetail, pairing: PairingDetail) -> Entry:
    path = f"/support-classes/{row.id}"
    trail = [*trail_of(row), (words.title(row), path), ("改申请", "")]
    lines = [f"退回的原因：{row.return_reason}"] if row.return_reason else []
    return Entry("改申请", trail, _inputs(pairing), "保存", path, lines=lines)


def _stored(row: SupportClassDetail) -> Stored:
    values = {name: getattr(row, name) for name in ("grade", "name", "school_year", "pupils_planned")}
    return Stored({**values, "place": row.place.value}, row.version)


@router.get("/support-classes/{class_id}/edit")
async def edit_page(visit: Visitor, class_id: UUID) -> Response:
    """改申请."""
    row = await SupportClassesClient(visit.api).detail(class_id)
    if "edit" not in row.allowed_actions:
        visit.say("现在不能改：可能已经一起申请，或者不归这个账号办。")
        return see_other(f"/support-classes/{class_id}")
    return edit(visit, _edit_entry(row, await PairingsClient(visit.api).detail(row.pairing_id)), _stored(row))


@router.post("/support-classes/{class_id}/edit")
async def save(visit: Visitor, class_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = SupportClassesClient(visit.api)
    row = await client.detail(class_id)
    pairing = await PairingsClient(visit.api).detail(row.pairing_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(class_id, body, version)
        visit.say("申请已改好。")
        return f"/support-classes/{class_id}"

    async def load() -> Stored:
        return _stored(await client.detail(class_id))

    return await change(visit, _edit_entry(row, pairing), send, load)


def _assign_entry(visit: Visit, row: SupportClassDetail) -> Entry:
    path, find = f"/support-classes/{row.id}", f"/support-classes/{row.id}/pick"
    trail = [*trail_of(row), (words.title(row), path), ("派任教师", "")]
    inputs = [
        Input("post", "岗位", "select", choices=choices(ClassPost), blank="请选岗位"),
        Input("staff_id", "谁来担任", "picker", "姓名、拼音或首字母", optional=True, find=find),
        Input("version", "", "hidden"),
    ]
    client = SupportClassesClient(visit.api)
    lines = [words.POSTS, "岗位上已有人的，选了新的人就换人；不选人就空出来。"]
    return Entry(
        "派任教师", trail, inputs, "保存", path, lines=lines, finders={find: lambda text: client.find(row.id, text)}
    )


@router.get("/support-classes/{class_id}/pick")
async def pick(visit: Visitor, class_id: UUID) -> Response:
    """The answers of the picker."""
    return await picking.answer(visit, lambda text: SupportClassesClient(visit.api).find(class_id, text))


@router.get("/support-classes/{class_id}/assign")
async def assign_page(visit: Visitor, class_id: UUID, post: str = "") -> Response:
    """派任教师."""
    row = await SupportClassesClient(visit.api).detail(class_id)
    if "assign" not in row.allowed_actions:
        visit.say("现在不能派任：还没有批准，或者不归这个账号办。")
        return see_other(f"/support-classes/{class_id}")
    chosen = post if post in {each.value for each in ClassPost} else ""
    return blank(visit, _assign_entry(visit, row), {"post": chosen, "version": row.version})


@router.post("/support-classes/{class_id}/assign")
async def assign(visit: Visitor, class_id: UUID) -> Response:
    """Give a post, or leave it open."""
    client = SupportClassesClient(visit.api)
    row = await client.detail(class_id)
    version = version_of(Form.of(await visit.form()))

    async def send(body: dict[str, object], _key: str) -> str:
        asked = {"post": body["post"], "staff_id": body.get("staff_id")}
        await client.act(class_id, "assign", asked, version)
        visit.say(f"{dict(choices(ClassPost)).get(str(body['post']), '')}已保存。")
        return f"/support-classes/{class_id}"

    return await create(visit, _assign_entry(visit, row), send)


async def _subject(visit: Visit, class_id: UUID) -> Subject:
    return subject(await SupportClassesClient(visit.api).detail(class_id))


@router.get("/support-classes/{class_id}/{action}")
async def ask_step(visit: Visitor, class_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, class_id), action)


@router.post("/support-classes/{class_id}/{action}")
async def take_step(visit: Visitor, class_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await SupportClassesClient(visit.api).act(class_id, action, body, version)

    return await act(visit, lambda: _subject(visit, class_id), action, send)
