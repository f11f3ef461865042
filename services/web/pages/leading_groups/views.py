"""领导小组: who leads a region, a school or a pairing, now and before; another list from a day on."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.leading_groups import LeadingGroupOut
from services.web import clock
from services.web.api_client.base import ApiProblem
from services.web.api_client.leading_groups import LeadingGroupsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.schools import SchoolsClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import ID, REGION, Allowed, Filters
from services.web.forms import Form
from services.web.inputs import Input, reason
from services.web.pages.leading_groups.members import BOXES, box_of, members_of
from services.web.pages.pairings.steps import title
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import span

router = APIRouter()
KNOWN: dict[str, Allowed] = {"region_code": REGION, "school_id": ID, "pairing_id": ID}
PEOPLE = [
    Input("head", "组长", hint="姓名和职务，比如：林立群 校长", maxlength=120),
    Input("deputies", "副组长", "area", "一行一位：姓名 职务", optional=True, maxlength=1000),
    Input("others", "成员", "area", "一行一位：姓名 职务", optional=True, maxlength=2000),
]
REST = [
    Input("from_on", "从哪天起", "date", "现在的名单到前一天为止；当天写错了的，填同一天就替换。"),
    Input("office", "办公室设在哪里", hint="比如：教导处", optional=True),
    Input("office_head", "办公室负责人", hint="姓名", optional=True, maxlength=60),
    Input("phone", "电话", hint="办公电话", optional=True, maxlength=40),
    Input("basis", "依据的文件", optional=True),
]


@router.get("/leading-groups")
async def leading_groups(visit: Visitor) -> Response:
    """The groups in scope, the latest first."""
    filters = Filters.of("/leading-groups", visit.request.query_params, KNOWN)
    found = await LeadingGroupsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters, "rows": found.items, "count": found.count, **filters.turns(found), "span": span,
        "files": files("leading_groups", filters.query()), "may_add": "pairing.act" in visit.me.permissions,
        "new": "/leading-groups/new" + (f"?{_owner_of(filters)}" if filters.changed else ""),
    }  # fmt: skip
    return visit.page("leading_groups/list.html", context)


def _owner_of(filters: Filters) -> str:
    return next((f"{name}={filters.get(name)}" for name in KNOWN if filters.get(name)), "")


async def _whose(visit: Visit, owner: str) -> str:
    """Return whose group it will be."""
    kind, _, key = owner.partition("=")
    if kind == "pairing_id" and ID.fullmatch(key):
        return title(await PairingsClient(visit.api).detail(UUID(key)))
    if kind == "school_id" and visit.me.school is not None and key == str(visit.me.school.id):
        return visit.me.school.name
    if kind == "school_id" and ID.fullmatch(key):
        return (await SchoolsClient(visit.api).detail(UUID(key))).name
    return visit.me.region_name if key == visit.me.region_code else ""


def _entry(owner: str, whose: str) -> Entry:
    back = f"/leading-groups?{owner}" if owner else "/leading-groups"
    name = "登记领导小组"
    hidden = [Input(each, "", "hidden", optional=True) for each in KNOWN]
    lines = [f"登记的是{whose}的领导小组。"] if whose else []
    lines += ["换了人就从那天起登记一份新名单，以前的名单都留着。"]
    return Entry(name, [("领导小组", back), (name, "")], [*PEOPLE, *REST, *hidden], "保存", back, lines=lines)


def _own(visit: Visit) -> dict[str, str]:
    """The group of one's own school, or of one's own region."""
    if visit.me.school is not None:
        return {"school_id": str(visit.me.school.id)}
    return {"region_code": visit.me.region_code}


@router.get("/leading-groups/new")
async def new(visit: Visitor) -> Response:
    """登记领导小组."""
    filters = Filters.of("/leading-groups", visit.request.query_params, KNOWN)
    values = dict(filters.values) or _own(visit)
    owner = next(f"{name}={value}" for name, value in values.items())
    return blank(visit, _entry(owner, await _whose(visit, owner)), {**values, "from_on": clock.today()})


@router.post("/leading-groups/new")
async def save(visit: Visitor) -> Response:
    """Save it; who cannot be read is said at the list of people."""
    form = Form.of(await visit.form())
    owner = next((f"{name}={form.value(name)}" for name in KNOWN if form.value(name)), "")

    async def send(body: dict[str, object], key: str) -> str:
        people = members_of(body)
        rest = {name: value for name, value in body.items() if name not in BOXES.values()}
        try:
            made = await LeadingGroupsClient(visit.api).create({**rest, "members": people}, key)
        except ApiProblem as problem:
            told = problem.errors
            problem.errors = [each.model_copy(update={"field": box_of(each.field, people)}) for each in told]
            raise
        visit.say(f"领导小组已登记，共{made.member_count}人。")
        return f"/leading-groups/{made.id}"

    return await create(visit, _entry(owner, await _whose(visit, owner)), send)


def _subject(group: LeadingGroupOut) -> Subject:
    path = f"/leading-groups/{group.id}"
    steps = {
        "void": Step(
            "作废", "登记错了用，记录会保留", "作废这份名单？", "已作废，记录保留。",
            ["记录会保留，标“已作废”。前一份名单接着算。"], [reason()], danger=True,
        ),
    }  # fmt: skip
    trail = [("领导小组", "/leading-groups"), (group.owner, path)]
    return Subject(
        path, trail, group.version, group.allowed_actions, steps, [("期间", span(group.from_on, group.until_on))]
    )


@router.get("/leading-groups/{group_id}")
async def detail(visit: Visitor, group_id: UUID) -> Response:
    """One list: who, with which post, office, and the lists before."""
    group = await LeadingGroupsClient(visit.api).detail(group_id)
    key, value = next(
        (name, str(found))
        for name, found in (
            ("school_id", group.school.id if group.school else None), ("pairing_id", group.pairing_id),
            ("region_code", group.region_code),
        )
        if found
    )  # fmt: skip
    earlier = await LeadingGroupsClient(visit.api).rows({key: value, "limit": 50})
    context = {
        "group": group, "subject": _subject(group), "span": span, "owner": f"{key}={value}",
        "others": [each for each in earlier.items if each.id != group.id],
    }  # fmt: skip
    return visit.page("leading_groups/detail.html", context)


@router.get("/leading-groups/{group_id}/{action}")
async def ask_step(visit: Visitor, group_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, _subject(await LeadingGroupsClient(visit.api).detail(group_id)), action)


@router.post("/leading-groups/{group_id}/{action}")
async def take_step(visit: Visitor, group_id: UUID, action: str) -> Response:
    """Take a step."""
    client = LeadingGroupsClient(visit.api)

    async def load() -> Subject:
        return _subject(await client.detail(group_id))

    async def send(body: dict[str, object], version: int) -> object:
        return await client.act(group_id, action, body, version)

    return await act(visit, load, action, send)
