"""The summaries of a term review: who owes one, what was handed in, who qualifies (W-26.1, W-26.3)."""

from uuid import UUID

from services.api.features.files import service as files
from services.api.features.term_reviews import queries, rules
from services.api.features.term_reviews.models import TermContribution, TermReview
from services.api.features.term_reviews.service_change import check_handed, is_own, load
from services.api.features.term_reviews.service_read import KIND, detail, facts_of, file_owner
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, problem_on
from services.contracts.codes import ContributionKind
from services.contracts.term_reviews import (
    MOST_CONTRIBUTIONS,
    ContributionCreate,
    HandIn,
    JudgeContribution,
    TermReviewDetail,
)


async def add(ctx: Ctx, review_id: UUID, body: ContributionCreate) -> TermReviewDetail:
    """A research group owes a summary. Raises 409 `term_review.group_twice`, 422 `term_review.too_many`."""
    review = await load(ctx, review_id, None, "collect")
    rows = await queries.entities(ctx.db, review_id)
    if any(each.kind is ContributionKind.group and each.who == body.who for each in rows):
        raise problem_on("who", "term_review.group_twice", who=body.who)
    if len(rows) >= MOST_CONTRIBUTIONS:
        raise problem_on("who", "term_review.too_many", most=MOST_CONTRIBUTIONS)
    found = TermContribution(
        review_id=review.id, county_code=review.county_code, other_county_code=review.other_county_code,
        kind=ContributionKind.group, who=body.who, created_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(found)
    return await _saved(ctx, found, "add")


async def hand_in(
    ctx: Ctx, review_id: UUID, contribution_id: UUID, expected: int, body: HandIn
) -> TermReviewDetail:  # fmt: skip
    """A summary came, or a better one; it is judged anew. Raises 422 `term_review.handed`, `file.not_waiting`."""
    review, found = await _load(ctx, review_id, contribution_id, expected, "collect")
    check_handed(ctx, review, body.handed_on)
    for name, value in body.model_dump(exclude={"file_ids"}).items():
        setattr(found, name, value)
    found.qualified, found.reward, found.reward_cents = None, "", None
    await files.attach(ctx, body.file_ids, KIND, file_owner(found))
    return await _saved(ctx, found, "hand_in")


async def judge(
    ctx: Ctx, review_id: UUID, contribution_id: UUID, expected: int, body: JudgeContribution
) -> TermReviewDetail:
    """Who handed in qualifies, with or without a reward, or does not (HZ-13).

    Raises 403 for the own summary; 409 before it is handed in; 422 `term_review.reward`.
    """
    review, found = await _load(ctx, review_id, contribution_id, expected, "judge")
    if await is_own(ctx, found.staff_id):
        raise Problem("permission.denied", who=rules.JUDGES)
    allowed = rules.contribution_actions(
        review.status, facts_of(ctx.principal, review), found.kind, handed=found.handed_on is not None, own=False
    )
    if "judge" not in allowed:
        raise Problem("term_review.not_handed_in")
    if not body.qualified and (body.reward or body.reward_amount is not None):
        raise problem_on("reward", "term_review.reward")
    found.qualified, found.reward = body.qualified, body.reward
    found.reward_cents = rules.cents_of(body.reward_amount)
    return await _saved(ctx, found, "judge")


async def void(ctx: Ctx, review_id: UUID, contribution_id: UUID, expected: int) -> TermReviewDetail:
    """It is not owed after all; the record stays. The school's own one stays too."""
    _, found = await _load(ctx, review_id, contribution_id, expected, "collect")
    if found.kind is ContributionKind.school:
        raise Problem("term_review.own_stays")
    found.voided_at = ctx.now
    return await _saved(ctx, found, "void")


async def _load(
    ctx: Ctx, review_id: UUID, contribution_id: UUID, expected: int, action: str
) -> tuple[TermReview, TermContribution]:
    review = await load(ctx, review_id, None, action)
    found = await queries.contribution(ctx.db, review.id, contribution_id)
    if found is None:
        raise Problem("resource.not_found")
    check_version(found, expected)
    return review, found


async def _saved(ctx: Ctx, found: TermContribution, action: str) -> TermReviewDetail:
    ctx.act(found, action)
    await ctx.db.flush()
    return await detail(ctx, found.review_id)
