"""外部伙伴: the list, one partner, recording one for a pairing or a school, putting right, ending."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PartnerKind
from services.contracts.partners import PartnerOut
from services.web import clock
from services.web.api_client.partners import PartnersClient
from services.web.api_client.schools import SchoolsClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID, TEXT, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input, coded, reason
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import span

router = APIRouter()
KNOWN: dict[str, Allowed] = {"q": TEXT, "kind": PartnerKind, "pairing_id": ID, "school_id": ID}
SHOWN = ("q", "kind")
HOME = ("外部伙伴", "/partners")
WHAT = [
    Input("name", "单位名称", hint="比如：县教师进修学校", maxlength=80),
    coded("kind", "类别", PartnerKind),
    Input("helps_with", "帮什么", "area", "比如：每学期来校送教两次。不写学生姓名。", optional=True, maxlength=500),
    Input("contact", "联系人", optional=True, maxlength=60),
    Input("phone", "电话", optional=True, maxlength=40),
    Input("start_on", "从哪天起", "date"),
    Input("end_on", "到哪天止", "date", "不填就是长期", optional=True),
]
SCHOOL = Input(
    "school_id", "帮哪所学校", "picker", "名称、拼音、首字母或学校代码", find="/schools/pick",
    ask="请找到并选好这个单位帮的学校",
)  # fmt: skip


@router.get("/partners")
async def partners(visit: Visitor) -> Response:
    """The partners in scope, the latest start first."""
    filters = Filters.of("/partners", visit.request.query_params, KNOWN)
    found = await PartnersClient(visit.api).rows(filters.query())
    context = {
        "filters": filters, "rows": found.items, "count": found.count, **filters.turns(found), "span": span,
        "files": files("partners", filters.query()), "kinds": choices(PartnerKind), "hidden": filters.hidden(*SHOWN),
        "may_add": "pairing.act" in visit.me.permissions, "new": f"/partners/new{_owner(filters)}",
    }  # fmt: skip
    return visit.page("partners/list.html", context)


def _owner(filters: Filters) -> str:
    return next((f"?{name}={filters.get(name)}" for name in ("pairing_id", "school_id") if filters.get(name)), "")


def _entry(visit: Visit, values: dict[str, str]) -> Entry:
    """For a pairing, for one's own school, or for a school that is chosen."""
    back = f"/partners?pairing_id={values['pairing_id']}" if values.get("pairing_id") else "/partners"
    whom = [Input("pairing_id", "", "hidden", optional=True)]
    if not values.get("pairing_id"):
        whom = [Input("school_id", "", "hidden")] if visit.me.school else [SCHOOL]
    lines = ["高校、进修学校、企业这样的单位。帮几对结对或几所学校，就各登记一次。"]
    if not values.get("pairing_id"):
        lines.append("帮一对结对的，从那对结对的“协议”里登记。")
    finders = {"/schools/pick": SchoolsClient(visit.api).find}
    return Entry(
        "登记外部伙伴", [HOME, ("登记", "")], [*WHAT, *whom], "保存", back, lines=lines, finders=finders,
    )  # fmt: skip


@router.get("/partners/new")
async def new(visit: Visitor) -> Response:
    """登记外部伙伴."""
    filters = Filters.of("/partners", visit.request.query_params, KNOWN)
    values = {name: str(filters.get(name)) for name in ("pairing_id",) if filters.get(name)}
    if not values and visit.me.school is not None:
        values = {"school_id": str(visit.me.school.id)}
    return blank(visit, _entry(visit, values), {**values, "start_on": clock.today()})


@router.post("/partners/new")
async def save(visit: Visitor) -> Response:
    """Save it."""
    form = Form.of(await visit.form())

    async def send(body: dict[str, object], key: str) -> str:
        made = await PartnersClient(visit.api).create(body, key)
        visit.say(f"已登记：{made.name}。")
        return f"/partners/{made.id}"

    return await create(visit, _entry(visit, {"pairing_id": form.value("pairing_id")}), send)


def _subject(partner: PartnerOut) -> Subject:
    path = f"/partners/{partner.id}"
    last = Input("end_on", "最后一天", "date")
    steps = {
        "edit": Step("修改", "写错了，或者换了联系人", "", "", []),
        "end": Step(
            "结束", "不再帮了", "不再帮了？", "已登记结束。", ["记录会保留，过了最后一天就标“已结束”。"],
            [last, reason()],
        ),
        "void": Step(
            "作废", "登记错了用，记录会保留", "作废这条登记？", "已作废，记录保留。", ["记录会保留，标“已作废”。"],
            [reason()], danger=True,
        ),
    }  # fmt: skip
    facts = [("期间", span(partner.start_on, partner.end_on))]
    return Subject(path, [HOME, (partner.name, path)], partner.version, partner.allowed_actions, steps, facts)


@router.get("/partners/{partner_id}")
async def detail(visit: Visitor, partner_id: UUID) -> Response:
    """One partner: whom it helps, with what, who is asked."""
    partner = await PartnersClient(visit.api).detail(partner_id)
    return visit.page("partners/detail.html", {"partner": partner, "subject": _subject(partner), "span": span})


def _change(partner: PartnerOut) -> Entry:
    path = f"/partners/{partner.id}"
    return Entry(
        f"修改{partner.name}", [HOME, (partner.name, path), ("修改", "")], WHAT, "保存", path, [partner.helped]
    )


def _stored(partner: PartnerOut) -> Stored:
    shown = partner.model_dump(mode="json")
    return Stored({each.name: shown[each.name] or "" for each in WHAT}, partner.version)


@router.get("/partners/{partner_id}/edit")
async def edit_page(visit: Visitor, partner_id: UUID) -> Response:
    """修改."""
    partner = await PartnersClient(visit.api).detail(partner_id)
    return edit(visit, _change(partner), _stored(partner))


@router.post("/partners/{partner_id}/edit")
async def save_edit(visit: Visitor, partner_id: UUID) -> Response:
    """Save it; when somebody else did so in between, both sides are shown."""
    client = PartnersClient(visit.api)

    async def send(body: dict[str, object], version: int) -> str:
        emptied = {name: body.get(name) or None for name in ("contact", "end_on")}
        await client.change(partner_id, {**body, **emptied}, version)
        visit.say("已改好。")
        return f"/partners/{partner_id}"

    async def load() -> Stored:
        return _stored(await client.detail(partner_id))

    return await change(visit, _change(await client.detail(partner_id)), send, load)


@router.get("/partners/{partner_id}/{action}")
async def ask_step(visit: Visitor, partner_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, _subject(await PartnersClient(visit.api).detail(partner_id)), action)


@router.post("/partners/{partner_id}/{action}")
async def take_step(visit: Visitor, partner_id: UUID, action: str) -> Response:
    """Take a step."""
    client = PartnersClient(visit.api)

    async def load() -> Subject:
        return _subject(await client.detail(partner_id))

    async def send(body: dict[str, object], version: int) -> object:
        return await client.act(partner_id, action, body, version)

    return await act(visit, load, action, send)
