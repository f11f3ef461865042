"""Term reviews over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.term_reviews import service
from services.api.features.term_reviews.filters import TermReviewFilter
from services.api.features.term_reviews.service_sheet import TERM_REVIEWS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.term_reviews import (
    CheckTermReview,
    ContributionCreate,
    ContributionDetail,
    DecideTermReview,
    HandIn,
    JudgeContribution,
    TermReviewCreate,
    TermReviewDetail,
    TermReviewPatch,
    TermReviewRow,
)

router = strict_router("term-reviews", "/api/v1/term-reviews")
Reader = Annotated[Ctx, needs(Permission.term_review_read)]
Writer = Annotated[Ctx, needs(Permission.term_review_write)]


@router.get("")
async def list_term_reviews(
    ctx: Reader, page: Paging, asked: Annotated[TermReviewFilter, Depends()]
) -> Page[TermReviewRow]:
    """Reviews of the schools in scope and of the partners in their pairings, the latest school year first."""
    return await service.page(ctx, asked, page)


offer(router, TERM_REVIEWS, needs(Permission.term_review_read), TermReviewFilter, service.page)


@router.get("/contributions/{contribution_id}")
async def get_contribution(ctx: Reader, contribution_id: UUID) -> ContributionDetail:
    """One summary with whose term it belongs to."""
    return await service.contribution(ctx, contribution_id)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_term_review(ctx: Writer, body: TermReviewCreate, response: Response) -> TermReviewDetail:
    """Begin the review of a school's term; its mentors are taken over from the mentor pairs."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/term-reviews/{made.id}"
    return made


@router.get("/{term_review_id}")
async def get_term_review(ctx: Reader, term_review_id: UUID) -> TermReviewDetail:
    """One review with its summaries, evidence and history."""
    return await service.detail(ctx, term_review_id)


@router.patch("/{term_review_id}")
async def patch_term_review(
    ctx: Writer, term_review_id: UUID, body: TermReviewPatch, expected: ExpectedVersion
) -> TermReviewDetail:
    """Change until when summaries are due, or the pairing it belongs to."""
    return await service.edit(ctx, term_review_id, expected, body)


@router.post("/{term_review_id}/collect")
async def collect_term_review(ctx: Writer, term_review_id: UUID, expected: ExpectedVersion) -> TermReviewDetail:
    """Take over mentors who were paired since, and what mentors have written since."""
    return await service.collect(ctx, term_review_id, expected)


@router.post("/{term_review_id}/check")
async def check_term_review(
    ctx: Writer, term_review_id: UUID, body: CheckTermReview, expected: ExpectedVersion
) -> TermReviewDetail:
    """Which of the four kinds of evidence were there, and how many papers."""
    return await service.check(ctx, term_review_id, expected, body)


@router.post("/{term_review_id}/decide")
async def decide_term_review(
    ctx: Writer, term_review_id: UUID, body: DecideTermReview, expected: ExpectedVersion
) -> TermReviewDetail:
    """Everybody who handed in is judged."""
    return await service.decide(ctx, term_review_id, expected, body)


@router.post("/{term_review_id}/submit")
async def submit_term_review(ctx: Writer, term_review_id: UUID, expected: ExpectedVersion) -> TermReviewDetail:
    """Send it to the county; the school's own summary must be there and everybody judged."""
    return await service.submit(ctx, term_review_id, expected)


@router.post("/{term_review_id}/accept")
async def accept_term_review(ctx: Writer, term_review_id: UUID, expected: ExpectedVersion) -> TermReviewDetail:
    """The county has read it."""
    return await service.accept(ctx, term_review_id, expected)


@router.post("/{term_review_id}/return")
async def return_term_review(
    ctx: Writer, term_review_id: UUID, body: WithReason, expected: ExpectedVersion
) -> TermReviewDetail:
    """The county says what to change."""
    return await service.send_back(ctx, term_review_id, expected, body)


@router.post("/{term_review_id}/void")
async def void_term_review(
    ctx: Writer, term_review_id: UUID, body: WithReason, expected: ExpectedVersion
) -> TermReviewDetail:
    """It is not wanted; the record stays."""
    return await service.void(ctx, term_review_id, expected, body)


@router.post("/{term_review_id}/contributions", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def add_contribution(ctx: Writer, term_review_id: UUID, body: ContributionCreate) -> TermReviewDetail:
    """A research group owes a summary."""
    return await service.contributions.add(ctx, term_review_id, body)


@router.post("/{term_review_id}/contributions/{contribution_id}/hand-in")
async def hand_in_contribution(
    ctx: Writer, term_review_id: UUID, contribution_id: UUID, body: HandIn, expected: ExpectedVersion
) -> TermReviewDetail:
    """A summary came, or a better one; `If-Match` carries the summary's version."""
    return await service.contributions.hand_in(ctx, term_review_id, contribution_id, expected, body)


@router.post("/{term_review_id}/contributions/{contribution_id}/judge")
async def judge_contribution(
    ctx: Writer, term_review_id: UUID, contribution_id: UUID, body: JudgeContribution, expected: ExpectedVersion
) -> TermReviewDetail:
    """Whether it qualifies, and the reward."""
    return await service.contributions.judge(ctx, term_review_id, contribution_id, expected, body)


@router.post("/{term_review_id}/contributions/{contribution_id}/void")
async def void_contribution(
    ctx: Writer, term_review_id: UUID, contribution_id: UUID, expected: ExpectedVersion
) -> TermReviewDetail:
    """It is not owed after all."""
    return await service.contributions.void(ctx, term_review_id, contribution_id, expected)
