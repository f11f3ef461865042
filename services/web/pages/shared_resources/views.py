"""共享材料: the list, sharing files, one paper and taking it back."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import ResourceKind
from services.contracts.files import MOST_FILES, FileKind
from services.contracts.shared_resources import SharedResourceDetail, SharedResourceRow
from services.web import clock
from services.web.api_client.files import FilesClient
from services.web.api_client.regions import RegionsClient
from services.web.api_client.shared_resources import SharedResourcesClient
from services.web.downloads import files
from services.web.entry import Entry, Trail, blank, create
from services.web.filters import DAY, ID, REGION, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, coded, reason
from services.web.pages.files.words import files_input
from services.web.steps import Step, Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import day

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "kind": ResourceKind, "county_code": REGION, "from_on": DAY, "until_on": DAY, "school_id": ID,
    "giver_school_id": ID, "pairing_id": ID, "include_void": TRUE,
}  # fmt: skip
SHOWN = ("kind", "county_code", "from_on", "until_on")
HOME: Trail = [("结对", "/pairings"), ("共享材料", "/shared-resources")]
PAPER = FileKind.shared_resource
TYPED = [
    coded("kind", "种类", ResourceKind),
    Input("title", "题目", hint="比如：秋季学期工作计划", maxlength=80),
    Input("audience", "给谁用", hint="比如：语文教研组", optional=True, maxlength=80),
    Input("shared_on", "日期", "date"),
    replace(files_input(PAPER, "文件"), optional=False),
    Input("pairing_id", "结对", "hidden"),
]


def title(row: SharedResourceRow) -> str:
    """Return 工作计划：秋季学期工作计划."""
    return f"{row.kind.label}：{row.title}" if row.title else row.kind.label


@router.get("/shared-resources")
async def shared_resources(visit: Visitor) -> Response:
    """The papers in scope, the latest first."""
    filters = Filters.of("/shared-resources", visit.request.query_params, KNOWN)
    found = await SharedResourcesClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("shared_resources", filters.query()),
        "kinds": choices(ResourceKind),
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "only": "只看一对结对的" if filters.get("pairing_id") else "",
        "title": title,
    }
    return visit.page("shared_resources/list.html", context)


def _entry(pairing: str) -> Entry:
    back = f"/pairings/{pairing}?tab=resources"
    trail = [("结对", "/pairings"), ("共享材料", back), ("共享一份", "")]
    lines = ["两校和两边的教育局都能打开。不放写了学生姓名的材料。"]
    return Entry("共享一份材料", trail, TYPED, "共享", back, lines=lines)


def _id(asked: object) -> str:
    return asked if isinstance(asked, str) and ID.fullmatch(asked) else ""


@router.get("/shared-resources/new")
async def new(visit: Visitor) -> Response:
    """共享一份材料, from the page of a pairing."""
    pairing = _id(visit.request.query_params.get("pairing"))
    if not pairing:
        visit.say("先打开是哪对结对的，再从“共享材料”里共享。")
        return see_other("/pairings")
    return blank(visit, _entry(pairing), {"pairing_id": pairing, "shared_on": clock.today()})


@router.post("/shared-resources/new", max_body_size=LARGEST_UPLOADS)
async def share(visit: Visitor) -> Response:
    """Save it."""
    typed = await visit.form()

    async def send(body: dict[str, object], key: str) -> str:
        made = await SharedResourcesClient(visit.api).create(body, key)
        visit.say(f"已共享，{made.receiver_school.name}现在就能打开。")
        return f"/shared-resources/{made.id}"

    return await create(visit, _entry(_id(typed.get("pairing_id"))), send)


def _subject(row: SharedResourceDetail) -> Subject:
    path = f"/shared-resources/{row.id}"
    void = Step(
        "作废", "传错了用，记录会保留", "作废这份材料？", "已作废，记录保留。",
        ["对方学校不能再打开文件。不再算进共享材料的份数，记录会保留，标“已作废”。"], [reason()], danger=True,
    )  # fmt: skip
    trail = [("结对", "/pairings"), ("共享材料", f"/pairings/{row.pairing_id}?tab=resources"), (title(row), path)]
    facts = [("状态", "已作废" if row.voided else "在用"), ("日期", day(row.shared_on))]
    return Subject(path, trail, row.version, row.allowed_actions, {"void": void}, facts)


async def _load(visit: Visit, resource_id: UUID) -> Subject:
    return _subject(await SharedResourcesClient(visit.api).detail(resource_id))


def _opens(visit: Visit, row: SharedResourceDetail) -> bool:
    """Whether the files are the visitor's to open; what was taken back is not for the school that got it."""
    taken_back = row.voided and visit.me.school is not None and visit.me.school.id != row.giver_school.id
    return "file.read" in visit.me.permissions and not taken_back


@router.get("/shared-resources/{resource_id}")
async def detail(visit: Visitor, resource_id: UUID) -> Response:
    """One paper: its files, who gave it to whom, when."""
    row = await SharedResourcesClient(visit.api).detail(resource_id)
    papers = await FilesClient(visit.api).of(PAPER, resource_id) if _opens(visit, row) else []
    context = {
        "row": row,
        "title": title(row),
        "subject": _subject(row),
        "papers": papers,
        "may_add": "void" in row.allowed_actions and len(papers) < MOST_FILES,
    }
    return visit.page("shared_resources/detail.html", context)


@router.get("/shared-resources/{resource_id}/{action}")
async def ask_step(visit: Visitor, resource_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _load(visit, resource_id), action)


@router.post("/shared-resources/{resource_id}/{action}")
async def take_step(visit: Visitor, resource_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await SharedResourcesClient(visit.api).act(resource_id, action, body, version)

    return await act(visit, lambda: _load(visit, resource_id), action, send)
