"""One report under review: look, accept, send back, go on to the next."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import ReportSection
from services.contracts.reports import ReportDetail
from services.web import clock
from services.web.api_client.base import ApiError, ApiProblem
from services.web.api_client.reports import ReportsClient
from services.web.forms import Form
from services.web.pages.reports import lines
from services.web.pages.reports.forms import number_of, text_of
from services.web.pages.reports.sheet import Sheet
from services.web.pages.reviews.forms import PREFIX, Paths, comments_of, decision_of
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
VIEWS = ("changes", "all", "returned")
MEND_DAYS = 2
"""Days proposed for putting a report right."""
SKIPPED = frozenset({409, 412})


@router.get("/reviews/{report_id}")
async def review(visit: Visitor, report_id: UUID, view: str = "") -> Response:
    """The report with what changed, what stands out, and its place in the queue."""
    if visit.me.school is not None:
        return see_other(f"/reports/{report_id}")
    detail = await ReportsClient(visit.api).detail(report_id, queue=True)
    return _page(visit, detail, _fresh(), view=view)


def _fresh() -> Form:
    return Form.filled({"mend_by": (clock.today() + timedelta(days=MEND_DAYS)).isoformat()})


def _page(visit: Visit, detail: ReportDetail, form: Form, status: int = 200, *, view: str = "") -> Response:
    default = "returned" if detail.changes_since_return else "changes"
    context = {
        "sheet": Sheet.of(detail),
        "form": form,
        "view": view if view in VIEWS else default,
        "sections": [(PREFIX + section.value, section.label) for section in ReportSection],
        "words": lines,
    }
    return visit.page("reviews/review.html", context, status)


def _on(typed_next: str) -> str:
    """Return where the reviewer goes on: the next report, or the queue."""
    try:
        return f"/reviews/{UUID(typed_next)}"
    except ValueError:
        return "/reviews"


@router.post("/reviews/{report_id}/accept")
async def accept(visit: Visitor, report_id: UUID) -> Response:
    """受理，看下一份."""
    typed = await visit.form()
    try:
        await ReportsClient(visit.api).accept(report_id, number_of(typed, "version"))
    except ApiProblem as problem:
        if problem.status not in SKIPPED:
            raise
        visit.say(problem.detail)
        return see_other(f"/reviews/{report_id}")
    visit.say(f"已受理{text_of(typed, 'school')[:60]}。")
    return see_other(_on(text_of(typed, "next")))


@router.post("/reviews/{report_id}/return")
async def send_back(visit: Visitor, report_id: UUID) -> Response:
    """退回: ask first, with what the school will read; then send it back."""
    typed = await visit.form()
    form, client = Form.of(typed), ReportsClient(visit.api)
    decision = decision_of(form)
    if decision is None:
        return _page(visit, await client.detail(report_id, queue=True), form, 422)
    if text_of(typed, "do") == "edit":
        return _page(visit, await client.detail(report_id, queue=True), form)
    if text_of(typed, "do") != "return":
        return await _ask(visit, report_id, form)
    try:
        await client.send_back(report_id, decision, number_of(typed, "version"))
    except ApiError as error:
        return await _refused(visit, report_id, form, error, Paths(decision))
    visit.say(f"已退回，已告诉{text_of(typed, 'school')[:60]}。")
    return see_other(_on(text_of(typed, "next")))


async def _ask(visit: Visit, report_id: UUID, form: Form) -> Response:
    detail = await ReportsClient(visit.api).detail(report_id)
    kept = [(name, values[-1]) for name, values in form.values.items() if name not in {"csrf", "do"}]
    context = {"detail": detail, "comments": comments_of(form), "mend_by": form.value("mend_by"), "kept": kept}
    return visit.page("reviews/return.html", {**context, "words": lines})


async def _refused(visit: Visit, report_id: UUID, form: Form, error: ApiError, names: Paths) -> Response:
    """Show the review again with what was typed and why it was not sent back."""
    status = form.take(error, names)
    if form.stale:
        form.add("", "这份月报刚被改过，先看最新内容再决定。写的话还在下面。")
        form.summary = "没有退回"
    return _page(visit, await ReportsClient(visit.api).detail(report_id, queue=True), form, status)
