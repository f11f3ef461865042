"""Plans of a pairing for a term or a school year."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.term_plans import TermPlanDetail, TermPlanRow
from services.web.api_client.base import Api, Body, Query

PLANS = "/term-plans"


@dataclass(slots=True)
class TermPlansClient:
    """`term-plans`."""

    api: Api

    async def rows(self, params: Query) -> Page[TermPlanRow]:
        """One page, the latest school year first."""
        return await self.api.get(PLANS, Page[TermPlanRow], params)

    async def detail(self, plan_id: UUID) -> TermPlanDetail:
        """One plan with its measures and history."""
        return await self.api.get(f"{PLANS}/{plan_id}", TermPlanDetail)

    async def create(self, body: Body, key: str) -> TermPlanDetail:
        """Begin a plan."""
        return await self.api.post(PLANS, TermPlanDetail, body, idempotency_key=key or None)

    async def change(self, plan_id: UUID, body: Body, version: int) -> TermPlanDetail:
        """Change a draft."""
        return await self.api.patch(f"{PLANS}/{plan_id}", TermPlanDetail, body, if_match=version)

    async def act(self, plan_id: UUID, action: str, body: Body, version: int) -> TermPlanDetail:
        """Take a step of its life; a revision is answered as the new one."""
        return await self.api.post(f"{PLANS}/{plan_id}/{action}", TermPlanDetail, body, if_match=version)
