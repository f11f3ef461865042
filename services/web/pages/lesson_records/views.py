"""听评课: the list, one lesson with what was written of it, and its steps."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import LessonStatus, Role
from services.contracts.files import MOST_FILES, FileKind
from services.contracts.lesson_records import LessonRecordRow
from services.web.api_client.files import FilesClient
from services.web.api_client.lesson_records import LessonRecordsClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.entry import Trail
from services.web.filters import DAY, ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.pages.lesson_records import words
from services.web.pages.lesson_records.steps import subject
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "status": LessonStatus, "subject": TEXT, "county_code": REGION, "from_on": DAY, "until_on": DAY,
    "school_id": ID, "pairing_id": ID, "activity_id": ID, "mentor_pair_id": ID, "person_id": ID, "to_reflect": TRUE,
}  # fmt: skip
SHOWN = ("q", "status", "subject", "county_code", "from_on", "until_on")
ONLY = {
    "pairing_id": "只看一对结对的", "activity_id": "只看一次活动的", "mentor_pair_id": "只看一对师徒的",
    "school_id": "只看一所学校的", "person_id": "只看一个人的", "to_reflect": "只看等写反思的",
}  # fmt: skip
HOME: Trail = [("听评课", "/lesson-records")]
PAPER = FileKind.lesson_paper


@router.get("/lesson-records")
async def lesson_records(visit: Visitor) -> Response:
    """The lessons in scope, the latest first."""
    filters = Filters.of("/lesson-records", visit.request.query_params, KNOWN)
    found = await LessonRecordsClient(visit.api).rows(filters.query())
    at_home = visit.me.school is not None or visit.me.role is Role.teacher
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("lesson_records", filters.query()),
        "states": choices(LessonStatus),
        "counties": [] if at_home else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "only": next((text for name, text in ONLY.items() if filters.get(name)), ""),
        "may_add": "lesson_record.write" in visit.me.permissions,
        "mine": visit.me.role is Role.teacher,
        "words": words,
    }
    return visit.page("lesson_records/list.html", context)


def trail_of(visit: Visit, row: LessonRecordRow) -> Trail:
    """Return where the record's pages stand: below its pairing, where the caller may see that."""
    if "pairing.read" in visit.me.permissions:
        return [("结对", "/pairings"), ("听评课", f"/pairings/{row.pairing_id}?tab=lessons")]
    return HOME


async def _subject(visit: Visit, record_id: UUID) -> Subject:
    row = await LessonRecordsClient(visit.api).detail(record_id)
    return subject(row, trail_of(visit, row), visit.me.permissions)


@router.get("/lesson-records/{record_id}")
async def detail(visit: Visitor, record_id: UUID) -> Response:
    """One lesson on A4: who, when, what, how it was found, what the teacher makes of it."""
    row = await LessonRecordsClient(visit.api).detail(record_id)
    shown = row.sees_words and "file.read" in visit.me.permissions
    papers = await FilesClient(visit.api).of(PAPER, record_id) if shown else []
    writes = (row.teacher.own or row.observer.own) and row.status is not LessonStatus.void
    context = {
        "row": row,
        "subject": subject(row, trail_of(visit, row), visit.me.permissions),
        "papers": papers,
        "shows_papers": shown,
        "may_add": writes and len(papers) < MOST_FILES and "file.write" in visit.me.permissions,
        "words": words,
    }
    return visit.page("lesson_records/detail.html", context)


@router.get("/lesson-records/{record_id}/{action}")
async def ask_step(visit: Visitor, record_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, record_id), action)


@router.post("/lesson-records/{record_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, record_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await LessonRecordsClient(visit.api).act(record_id, action, body, version)

    return await act(visit, lambda: _subject(visit, record_id), action, send)
