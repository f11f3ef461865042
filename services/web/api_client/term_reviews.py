"""Reviews of a school's term, and the summaries handed in for them."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.term_reviews import ContributionDetail, TermReviewDetail, TermReviewRow
from services.web.api_client.base import Api, Body, Query

REVIEWS = "/term-reviews"


@dataclass(slots=True)
class TermReviewsClient:
    """`term-reviews`."""

    api: Api

    async def rows(self, params: Query) -> Page[TermReviewRow]:
        """One page, the latest school year first."""
        return await self.api.get(REVIEWS, Page[TermReviewRow], params)

    async def detail(self, review_id: UUID) -> TermReviewDetail:
        """One review with its summaries, evidence and history."""
        return await self.api.get(f"{REVIEWS}/{review_id}", TermReviewDetail)

    async def create(self, body: Body, key: str) -> TermReviewDetail:
        """Begin the review of a term."""
        return await self.api.post(REVIEWS, TermReviewDetail, body, idempotency_key=key or None)

    async def change(self, review_id: UUID, body: Body, version: int) -> TermReviewDetail:
        """Change the day or the pairing."""
        return await self.api.patch(f"{REVIEWS}/{review_id}", TermReviewDetail, body, if_match=version)

    async def act(self, review_id: UUID, action: str, body: Body, version: int) -> TermReviewDetail:
        """Take a step of its life."""
        return await self.api.post(f"{REVIEWS}/{review_id}/{action}", TermReviewDetail, body, if_match=version)

    async def add(self, review_id: UUID, body: Body, key: str) -> TermReviewDetail:
        """Name a research group that owes a summary."""
        path = f"{REVIEWS}/{review_id}/contributions"
        return await self.api.post(path, TermReviewDetail, body, idempotency_key=key or None)

    async def contribution(self, contribution_id: UUID) -> ContributionDetail:
        """One summary."""
        return await self.api.get(f"{REVIEWS}/contributions/{contribution_id}", ContributionDetail)

    async def act_on(self, found: ContributionDetail, action: str, body: Body, version: int) -> TermReviewDetail:
        """Hand it in, judge it, or take it out."""
        path = f"{REVIEWS}/{found.review_id}/contributions/{found.id}/{action}"
        return await self.api.post(path, TermReviewDetail, body, if_match=version)
