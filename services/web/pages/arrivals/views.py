"""生活安排: the list of who comes and is there, and the form of the receiving school."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.arrivals import ArrivalDetail
from services.contracts.codes import Role
from services.web.api_client.arrivals import ArrivalsClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, change, edit
from services.web.filters import ID, REGION, TEXT, TRUE, YEAR, Allowed, Filters
from services.web.forms import Form
from services.web.pages.arrivals import words
from services.web.pages.assignments.views import school_years
from services.web.visit import Visitor, see_other
from services.web.wording import span

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "school_year": YEAR, "assignment_id": ID, "school_id": ID, "county_code": REGION, "missing": TRUE,
    "to_do": TRUE,
}  # fmt: skip
ONLY = {
    "to_do": "只看等你登记的",
    "missing": "只看没安排好的",
    "school_id": "只看一所学校的",
    "assignment_id": "只看一个人的",
}


@router.get("/arrivals")
async def arrivals(visit: Visitor) -> Response:
    """Who comes within fourteen days or is there, the latest first day first."""
    filters = Filters.of("/arrivals", visit.request.query_params, KNOWN)
    found = await ArrivalsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("arrivals", filters.query()),
        "years": [(value, f"{label}学年") for value, label in school_years()],
        "hidden": filters.hidden("q", "school_year"),
        "only": next((text for name, text in ONLY.items() if filters.get(name)), ""),
        "words": words,
    }
    return visit.page("arrivals/list.html", context)


def _home(assignment_id: UUID) -> str:
    return f"/assignments/{assignment_id}?tab=arrival"


def _entry(row: ArrivalDetail, *, is_teacher: bool) -> Entry:
    home = _home(row.assignment_id)
    top = ("我的交流", "/") if is_teacher else ("生活安排", "/arrivals")
    title = f"{words.name(row)}的生活安排"
    return Entry(
        title,
        [top, (f"{words.name(row)}到{row.receiving_school.name}", home), (title, "")],
        words.inputs(),
        "保存",
        home,
        lines=[f"{row.sending_school.name}派来，{span(row.start_on, row.end_on)}。没定的先空着，定了再来补。"],
    )


@router.get("/arrivals/{assignment_id}")
async def arrange(visit: Visitor, assignment_id: UUID) -> Response:
    """登记生活安排; who only reads is led to the assignment."""
    row = await ArrivalsClient(visit.api).detail(assignment_id)
    if "arrange" not in row.allowed_actions:
        return see_other(_home(assignment_id))
    entry = _entry(row, is_teacher=visit.me.role is Role.teacher)
    return edit(visit, entry, Stored(words.values(row), row.version))


@router.post("/arrivals/{assignment_id}")
async def save(visit: Visitor, assignment_id: UUID) -> Response:
    """Save it; a clash shows both sides."""
    client = ArrivalsClient(visit.api)
    row = await client.detail(assignment_id)
    form = Form.of(await visit.form())
    kept = [each.name for each in words.inputs() if form.value(f"keep.{each.name}") == "stored"]

    async def send(body: dict[str, object], version: int) -> str:
        stored = words.values(row)
        whole = {name: stored[name] for name in kept if stored[name]} | body
        saved = await client.put(assignment_id, whole, version)
        visit.say(words.saved(saved))
        return _home(assignment_id)

    async def load() -> Stored:
        fresh = await client.detail(assignment_id)
        return Stored(words.values(fresh), fresh.version)

    return await change(visit, _entry(row, is_teacher=visit.me.role is Role.teacher), send, load)
