"""交流支教名单 of a school year, to be printed and sealed (F-21, W-15.2)."""

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import AssignmentStatus
from services.web import clock
from services.web.api_client.assignments import AssignmentsClient
from services.web.downloads import files
from services.web.filters import ID, YEAR, Allowed, Filters
from services.web.months import school_year_of
from services.web.pages.assignments.views import school_years
from services.web.visit import Visit, Visitor
from services.web.wording import school_year

router = APIRouter()
KNOWN: dict[str, Allowed] = {"school_year": YEAR, "sending_school_id": ID, "receiving_school_id": ID}
ONE_SHEET = 200
"""Rows of a page that is printed; more than these are for the file."""


@router.get("/assignments/roster")
async def roster(visit: Visitor) -> Response:
    """Everybody of a school year who was planned to go, void ones left out."""
    filters = Filters.of("/assignments/roster", visit.request.query_params, KNOWN)
    year = int(filters.get("school_year") or school_year_of(clock.today()))
    asked = {**filters.query(), "school_year": year}
    found = await AssignmentsClient(visit.api).rows({**asked, "limit": ONE_SHEET, "count": True})
    context = {
        "filters": filters,
        "shown": school_year(year),
        "rows": [row for row in found.items if row.status is not AssignmentStatus.void],
        "is_whole": not found.next_cursor,
        "years": school_years(),
        "chosen": str(year),
        "files": files("assignments", asked),
        "where": _where(visit),
    }
    return visit.page("assignments/roster.html", context)


def _where(visit: Visit) -> str:
    return visit.me.school.name if visit.me.school else visit.me.region_name
