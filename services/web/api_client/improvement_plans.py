"""Plans that lift a weak school, and the steps of their schedules."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.improvement_plans import (
    ImprovementPlanDetail,
    ImprovementPlanRow,
    MilestoneDetail,
    SchoolWithoutPlan,
)
from services.web.api_client.base import Api, Body, Query

PLANS = "/improvement-plans"


@dataclass(slots=True)
class ImprovementPlansClient:
    """`improvement-plans`."""

    api: Api

    async def rows(self, params: Query) -> Page[ImprovementPlanRow]:
        """One page, the latest school year first."""
        return await self.api.get(PLANS, Page[ImprovementPlanRow], params)

    async def missing(self, params: Query) -> Page[SchoolWithoutPlan]:
        """One page of weak schools that have no plan for a school year."""
        return await self.api.get(f"{PLANS}/missing", Page[SchoolWithoutPlan], params)

    async def detail(self, plan_id: UUID) -> ImprovementPlanDetail:
        """One plan with its schedule and history."""
        return await self.api.get(f"{PLANS}/{plan_id}", ImprovementPlanDetail)

    async def create(self, body: Body, key: str) -> ImprovementPlanDetail:
        """Begin a plan."""
        return await self.api.post(PLANS, ImprovementPlanDetail, body, idempotency_key=key or None)

    async def change(self, plan_id: UUID, body: Body, version: int) -> ImprovementPlanDetail:
        """Change a draft."""
        return await self.api.patch(f"{PLANS}/{plan_id}", ImprovementPlanDetail, body, if_match=version)

    async def act(self, plan_id: UUID, action: str, body: Body, version: int) -> ImprovementPlanDetail:
        """Take a step of its life."""
        return await self.api.post(f"{PLANS}/{plan_id}/{action}", ImprovementPlanDetail, body, if_match=version)

    async def milestone(self, milestone_id: UUID) -> MilestoneDetail:
        """One step of a schedule."""
        return await self.api.get(f"{PLANS}/milestones/{milestone_id}", MilestoneDetail)

    async def add_milestone(self, plan_id: UUID, body: Body, key: str) -> ImprovementPlanDetail:
        """Add a step to the schedule."""
        path = f"{PLANS}/{plan_id}/milestones"
        return await self.api.post(path, ImprovementPlanDetail, body, idempotency_key=key or None)

    async def change_milestone(self, step: MilestoneDetail, body: Body, version: int) -> ImprovementPlanDetail:
        """Change a step of a draft."""
        path = f"{PLANS}/{step.plan_id}/milestones/{step.id}"
        return await self.api.patch(path, ImprovementPlanDetail, body, if_match=version)

    async def act_on_milestone(
        self, step: MilestoneDetail, action: str, body: Body, version: int
    ) -> ImprovementPlanDetail:
        """Say that a step is done, is not, or take it out."""
        path = f"{PLANS}/{step.plan_id}/milestones/{step.id}/{action}"
        return await self.api.post(path, ImprovementPlanDetail, body, if_match=version)
