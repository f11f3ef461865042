"""年度总结: who owes one and how far the year is, writing it, one summary, and its steps."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import Role, SummaryStatus
from services.contracts.files import MOST_FILES, FileKind
from services.contracts.summaries import SummaryDetail
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.files import FilesClient
from services.web.api_client.summaries import SummariesClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, Trail, blank, change, create, edit
from services.web.filters import ID, REGION, TEXT, TRUE, YEAR, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input
from services.web.pages.assignments.views import school_years
from services.web.pages.assignments.words import title as of_assignment
from services.web.pages.summaries import words
from services.web.pages.summaries.steps import main_step, progress, subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import school_year

router = APIRouter()
PAPER = FileKind.summary_paper
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "status": SummaryStatus, "school_year": YEAR, "assignment_id": ID, "school_id": ID,
    "county_code": REGION, "missing": TRUE, "overdue": TRUE, "to_do": TRUE,
}  # fmt: skip
SHOWN = ("q", "status", "school_year")
COUNTED = ("school_year", "school_id", "county_code")


@router.get("/summaries")
async def summaries(visit: Visitor) -> Response:
    """Who owes a summary for a school year, and how many are handed in, reviewed and filed (S-17)."""
    filters = Filters.of("/summaries", visit.request.query_params, KNOWN)
    client = SummariesClient(visit.api)
    found = await client.due(filters.query())
    tally = await client.tally({name: filters.get(name) for name in COUNTED if filters.get(name)})
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("summaries_due", filters.query()),
        "states": choices(SummaryStatus),
        "years": [(value, f"{label}学年") for value, label in school_years()],
        "hidden": filters.hidden(*SHOWN),
        "only": _only(filters),
        "tally": tally,
        "mine": visit.me.role is Role.teacher,
        "words": words,
    }
    return visit.page("summaries/list.html", context)


def _only(filters: Filters) -> str:
    told = {"to_do": "只看等你办的", "overdue": "只看逾期没交的", "missing": "只看还没交的",
            "school_id": "只看一所学校的",
            "assignment_id": "只看一个人的"}  # fmt: skip
    return next((text for name, text in told.items() if filters.get(name)), "")


def trail_of(visit: Visit, row: SummaryDetail) -> Trail:
    """Return where a summary stands: below its assignment."""
    path = f"/assignments/{row.assignment_id}"
    home = ("我的交流", "/") if visit.me.role is Role.teacher else ("年度总结", "/summaries")
    return [home, (f"{words.name(row)}到{row.receiving_school.name}", f"{path}?tab=summaries")]


async def _entry(visit: Visit, assignment_id: UUID) -> Entry:
    row = await AssignmentsClient(visit.api).detail(assignment_id)
    back = f"/assignments/{assignment_id}?tab=summaries"
    trail = [(of_assignment(row), f"/assignments/{assignment_id}"), ("年度总结", back), ("写总结", "")]
    lines = ["写不完可以先保存，下次接着写。写好后交给接收学校评议，再转送派出学校和县区，存入个人档案。"]
    inputs = [*words.CONTENT, Input("assignment_id", "", "hidden"), Input("school_year", "", "hidden", optional=True)]
    return Entry("写年度总结", trail, inputs, "保存", back, [row.receiving_school.name], lines)


@router.get("/summaries/new")
async def new(visit: Visitor, assignment: UUID, year: str = "") -> Response:
    """写年度总结."""
    values = {"assignment_id": str(assignment), "school_year": year if year.isdecimal() else ""}
    return blank(visit, await _entry(visit, assignment), values)


@router.post("/summaries/new")
async def make(visit: Visitor) -> Response:
    """Save the draft."""
    typed = Form.of(await visit.form()).value("assignment_id")
    if not ID.fullmatch(typed):
        return see_other("/summaries")

    async def send(body: dict[str, object], key: str) -> str:
        made = await SummariesClient(visit.api).create(body, key)
        visit.say("总结已保存。写好后，交给接收学校。")
        return f"/summaries/{made.id}"

    return await create(visit, await _entry(visit, UUID(typed)), send)


@router.get("/summaries/{summary_id}")
async def detail(visit: Visitor, summary_id: UUID) -> Response:
    """One summary: its texts, the review, how far it is, its papers, what may be done; it prints as F-20."""
    row = await SummariesClient(visit.api).detail(summary_id)
    own = subject(row, trail_of(visit, row))
    main = main_step(row.allowed_actions, lacking=bool(row.missing))
    sees_files = "file.read" in visit.me.permissions and row.text is not None
    papers = await FilesClient(visit.api).of(PAPER, summary_id) if sees_files else []
    writes = "edit" in row.allowed_actions and "file.write" in visit.me.permissions
    context = {
        "row": row,
        "subject": own,
        "main": main,
        "doing": [(path, step) for path, step in own.doing() if path != f"{own.path}/{main}"],
        "progress": progress(row),
        "papers": papers,
        "sees_files": sees_files,
        "may_add": writes and len(papers) < MOST_FILES,
        "year": school_year(row.school_year),
        "words": words,
    }
    return visit.page("summaries/detail.html", context)


def _edit_entry(visit: Visit, row: SummaryDetail) -> Entry:
    own = subject(row, trail_of(visit, row))
    return Entry("接着写总结", [*own.trail, ("接着写", "")], words.CONTENT, "保存", own.path)


@router.get("/summaries/{summary_id}/edit")
async def edit_page(visit: Visitor, summary_id: UUID) -> Response:
    """接着写, while it is not handed in."""
    row = await SummariesClient(visit.api).detail(summary_id)
    if "edit" not in row.allowed_actions:
        visit.say("总结已交给接收学校，不能再改。要改，请接收学校退回。")
        return see_other(f"/summaries/{summary_id}")
    return edit(visit, _edit_entry(visit, row), Stored(words.values(row), row.version))


@router.post("/summaries/{summary_id}/edit")
async def save(visit: Visitor, summary_id: UUID) -> Response:
    """Save what is typed; a clash shows both sides."""
    client = SummariesClient(visit.api)
    row = await client.detail(summary_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(summary_id, body, version)
        visit.say("总结已保存。")
        return f"/summaries/{summary_id}"

    async def load() -> Stored:
        fresh = await client.detail(summary_id)
        return Stored(words.values(fresh), fresh.version)

    return await change(visit, _edit_entry(visit, row), send, load)


async def _subject(visit: Visit, summary_id: UUID) -> Subject:
    row = await SummariesClient(visit.api).detail(summary_id)
    return subject(row, trail_of(visit, row))


@router.get("/summaries/{summary_id}/{action}")
async def ask_step(visit: Visitor, summary_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, summary_id), action)


@router.post("/summaries/{summary_id}/{action}")
async def take_step(visit: Visitor, summary_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await SummariesClient(visit.api).act(summary_id, action, body, version)

    return await act(visit, lambda: _subject(visit, summary_id), action, send)
