"""学期考核总结: the list, one review with its summaries and evidence, its print view (F-33)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import SchoolTerm, TermReviewStatus
from services.web.api_client.regions import RegionsClient
from services.web.api_client.term_reviews import TermReviewsClient
from services.web.downloads import files
from services.web.entry import Stored, blank, change, create, edit
from services.web.filters import ID, REGION, TRUE, YEAR, Allowed, Filters, choices
from services.web.pages.improvement_plans.forms import years
from services.web.pages.term_reviews import forms, words
from services.web.pages.term_reviews.steps import checked_body, main_step, subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "status": TermReviewStatus, "term": SchoolTerm, "school_year": YEAR, "county_code": REGION, "school_id": ID,
    "pairing_id": ID, "due": TRUE, "overdue": TRUE,
}  # fmt: skip
SHOWN = ("status", "school_year", "term", "county_code")
WRITE = "term_review.write"


def _begins(visit: Visit) -> bool:
    return visit.me.school is not None and WRITE in visit.me.permissions


@router.get("/term-reviews")
async def reviews(visit: Visitor) -> Response:
    """The reviews in scope, the latest school year first."""
    filters = Filters.of("/term-reviews", visit.request.query_params, KNOWN)
    found = await TermReviewsClient(visit.api).rows(filters.query())
    counties = [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code)
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("term_reviews", filters.query()),
        "states": choices(TermReviewStatus),
        "terms": choices(SchoolTerm),
        "years": years(),
        "counties": counties,
        "hidden": filters.hidden(*SHOWN),
        "begins": _begins(visit),
        "pairing": filters.get("pairing_id"),
        "words": words,
    }
    return visit.page("term_reviews/list.html", context)


@router.get("/term-reviews/new")
async def new(visit: Visitor, pairing: str = "") -> Response:
    """开始学期考核."""
    if not _begins(visit) or visit.me.school is None:
        visit.say("学期考核由学校开始，教育局收阅。")
        return see_other("/term-reviews")
    values = forms.new_values(pairing if ID.fullmatch(pairing) else "")
    return blank(visit, await forms.new_entry(visit, str(visit.me.school.id)), values)


@router.post("/term-reviews/new")
async def make(visit: Visitor) -> Response:
    """Begin, and go on with the groups."""
    own = str(visit.me.school.id) if visit.me.school else ""

    async def send(body: dict[str, object], key: str) -> str:
        made = await TermReviewsClient(visit.api).create(forms.create_body(body, own), key)
        visit.say("学期考核已开始。接下来加教研组，登记交来的总结。")
        return f"/term-reviews/{made.id}"

    return await create(visit, await forms.new_entry(visit, own), send)


@router.get("/term-reviews/{review_id}")
async def detail(visit: Visitor, review_id: UUID) -> Response:
    """One review: summaries, evidence, who qualifies, what happened, what may be done."""
    review = await TermReviewsClient(visit.api).detail(review_id)
    context = {
        "review": review,
        "subject": subject(review),
        "main": main_step(review),
        "words": words,
        "sees_pairing": "pairing.read" in visit.me.permissions,
    }
    return visit.page("term_reviews/detail.html", context)


@router.get("/term-reviews/{review_id}/print")
async def print_view(visit: Visitor, review_id: UUID) -> Response:
    """F-33 on paper."""
    review = await TermReviewsClient(visit.api).detail(review_id)
    return visit.page("term_reviews/print.html", {"review": review, "words": words})


@router.get("/term-reviews/{review_id}/edit")
async def edit_page(visit: Visitor, review_id: UUID) -> Response:
    """改期限和结对."""
    review = await TermReviewsClient(visit.api).detail(review_id)
    if "edit" not in review.allowed_actions:
        visit.say("现在不能改：已经上报，或者不归这个账号办。要改的，请教育局先退回。")
        return see_other(f"/term-reviews/{review_id}")
    return edit(visit, await forms.edit_entry(visit, review), forms.stored(review))


@router.post("/term-reviews/{review_id}/edit")
async def save(visit: Visitor, review_id: UUID) -> Response:
    """Save day and pairing; a clash shows both sides."""
    client = TermReviewsClient(visit.api)
    review = await client.detail(review_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(review_id, {**body, "pairing_id": body.get("pairing_id") or None}, version)
        visit.say("已改好。")
        return f"/term-reviews/{review_id}"

    async def load() -> Stored:
        return forms.stored(await client.detail(review_id))

    return await change(visit, await forms.edit_entry(visit, review), send, load)


async def _subject(visit: Visit, review_id: UUID) -> Subject:
    return subject(await TermReviewsClient(visit.api).detail(review_id))


@router.get("/term-reviews/{review_id}/{action}")
async def ask_step(visit: Visitor, review_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, review_id), action)


@router.post("/term-reviews/{review_id}/{action}")
async def take_step(visit: Visitor, review_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        sent = checked_body(body) if action == "check" else body
        if action == "decide":
            sent = {"rest_qualified": bool(body.get("rest_qualified"))}
        return await TermReviewsClient(visit.api).act(review_id, action, sent, version)

    return await act(visit, lambda: _subject(visit, review_id), action, send)
