"""交接与反馈: what ends or has ended, one of them, and its steps."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import FeedbackStatus, HandoverStatus, Role
from services.contracts.files import MOST_FILES, FileKind
from services.contracts.handovers import HandoverDetail
from services.web.api_client.files import FilesClient
from services.web.api_client.handovers import HandoversClient
from services.web.downloads import files
from services.web.entry import Trail
from services.web.filters import ID, REGION, TEXT, TRUE, YEAR, Allowed, Filters, choices
from services.web.pages.assignments.views import school_years
from services.web.pages.handovers import words
from services.web.pages.handovers.steps import main_step, subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor

router = APIRouter()
PAPER = FileKind.feedback_paper
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "status": HandoverStatus, "feedback_status": FeedbackStatus, "school_year": YEAR, "assignment_id": ID,
    "school_id": ID, "county_code": REGION, "overdue": TRUE, "to_do": TRUE,
}  # fmt: skip
SHOWN = ("q", "status", "feedback_status", "school_year")
ONLY = {
    "to_do": "只看等你办的",
    "overdue": "只看没按时交接的",
    "school_id": "只看一所学校的",
    "assignment_id": "只看一个人的",
}


@router.get("/handovers")
async def handovers(visit: Visitor) -> Response:
    """Assignments that end within thirty days or have ended, the latest end first."""
    filters = Filters.of("/handovers", visit.request.query_params, KNOWN)
    found = await HandoversClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("handovers", filters.query()),
        "states": choices(HandoverStatus),
        "feedback_states": choices(FeedbackStatus),
        "years": [(value, f"{label}学年") for value, label in school_years()],
        "hidden": filters.hidden(*SHOWN),
        "only": next((text for name, text in ONLY.items() if filters.get(name)), ""),
        "mine": visit.me.role is Role.teacher,
        "words": words,
    }
    return visit.page("handovers/list.html", context)


def trail_of(visit: Visit, row: HandoverDetail) -> Trail:
    """Return where it stands: below its assignment."""
    path = f"/assignments/{row.assignment_id}"
    home = ("我的交流", "/") if visit.me.role is Role.teacher else ("交接与反馈", "/handovers")
    return [home, (f"{words.name(row)}到{row.receiving_school.name}", f"{path}?tab=handover")]


@router.get("/handovers/{assignment_id}")
async def detail(visit: Visitor, assignment_id: UUID) -> Response:
    """One with its words, how far it is, its papers and what may be done; it prints as 交接和鉴定表."""
    row = await HandoversClient(visit.api).detail(assignment_id)
    own, main = subject(row, trail_of(visit, row)), main_step(row)
    sees_files = "file.read" in visit.me.permissions and row.words_shown
    papers = await FilesClient(visit.api).of(PAPER, assignment_id) if sees_files and row.file_count else []
    writes = "edit-feedback" in row.allowed_actions and "file.write" in visit.me.permissions
    context = {
        "row": row,
        "subject": own,
        "main": main,
        "doing": [(path, step) for path, step in own.doing() if path != f"{own.path}/{main}"],
        "papers": papers,
        "sees_files": sees_files,
        "may_add": writes and len(papers) < MOST_FILES,
        "words": words,
    }
    return visit.page("handovers/detail.html", context)


async def _subject(visit: Visit, assignment_id: UUID) -> Subject:
    row = await HandoversClient(visit.api).detail(assignment_id)
    return subject(row, trail_of(visit, row))


@router.get("/handovers/{assignment_id}/{action}")
async def ask_step(visit: Visitor, assignment_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, assignment_id), action)


@router.post("/handovers/{assignment_id}/{action}")
async def take_step(visit: Visitor, assignment_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await HandoversClient(visit.api).act(assignment_id, action, body, version)

    return await act(visit, lambda: _subject(visit, assignment_id), action, send)
