"""The summaries of a term review: naming a group, what was handed in, judging it, its papers."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.files import MOST_FILES, FileKind
from services.contracts.term_reviews import ContributionDetail
from services.web.api_client.files import FilesClient
from services.web.api_client.term_reviews import TermReviewsClient
from services.web.entry import blank, create
from services.web.pages.term_reviews import forms, words
from services.web.pages.term_reviews.steps import contribution_subject
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
PAPER = FileKind.term_paper


@router.get("/term-reviews/{review_id}/contributions/new")
async def new(visit: Visitor, review_id: UUID) -> Response:
    """加教研组."""
    review = await TermReviewsClient(visit.api).detail(review_id)
    if "collect" not in review.allowed_actions:
        visit.say("现在不能加：已经上报，或者不归这个账号办。")
        return see_other(f"/term-reviews/{review_id}")
    return blank(visit, forms.group_entry(review))


@router.post("/term-reviews/{review_id}/contributions/new")
async def add(visit: Visitor, review_id: UUID) -> Response:
    """Add it, and come back for the next."""
    client = TermReviewsClient(visit.api)

    async def send(body: dict[str, object], key: str) -> str:
        await client.add(review_id, body, key)
        visit.say("教研组已加上。")
        return f"/term-reviews/{review_id}#summaries"

    return await create(visit, forms.group_entry(await client.detail(review_id)), send)


@router.get("/term-reviews/contributions/{contribution_id}")
async def detail(visit: Visitor, contribution_id: UUID) -> Response:
    """One summary with its papers and what the school found."""
    found = await TermReviewsClient(visit.api).contribution(contribution_id)
    sees = "file.read" in visit.me.permissions and found.practice is not None
    papers = await FilesClient(visit.api).of(PAPER, contribution_id) if sees else []
    context = {
        "found": found,
        "subject": _told(visit, found),
        "papers": papers,
        "sees_files": sees,
        "may_add": "hand-in" in found.allowed_actions and len(papers) < MOST_FILES,
        "words": words,
    }
    return visit.page("term_reviews/contribution.html", context)


def _told(visit: Visit, found: ContributionDetail) -> Subject:
    return contribution_subject(found, may_attach="file.write" in visit.me.permissions)


async def _subject(visit: Visit, contribution_id: UUID) -> Subject:
    return _told(visit, await TermReviewsClient(visit.api).contribution(contribution_id))


@router.get("/term-reviews/contributions/{contribution_id}/{action}")
async def ask_step(visit: Visitor, contribution_id: UUID, action: str) -> Response:
    """Ask before it is done."""
    return ask(visit, await _subject(visit, contribution_id), action)


@router.post("/term-reviews/contributions/{contribution_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, contribution_id: UUID, action: str) -> Response:
    """Do it, and come back to the review."""
    client = TermReviewsClient(visit.api)
    found = await client.contribution(contribution_id)

    async def send(body: dict[str, object], version: int) -> object:
        sent = {**body, "qualified": body["qualified"] == "true"} if action == "judge" else body
        return await client.act_on(found, action, sent, version)

    def show(_: object) -> Response:
        visit.say(_told(visit, found).steps[action].said)
        return see_other(f"/term-reviews/{found.review_id}#summaries")

    return await act(visit, lambda: _subject(visit, contribution_id), action, send, show)
