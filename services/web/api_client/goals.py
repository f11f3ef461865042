"""Goals of assignments, and the teacher's personal plan."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.goals import (
    AssignmentGoals,
    GoalDetail,
    PersonalPlanDetail,
    PersonalPlanRow,
    PlanTemplate,
    PlanTemplates,
)
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class GoalsClient:
    """`assignment-goals`."""

    api: Api

    async def of(self, assignment_id: UUID) -> AssignmentGoals:
        """All of one assignment: goals, plans, checks."""
        return await self.api.get(f"/assignment-goals/of/{assignment_id}", AssignmentGoals)

    async def detail(self, goal_id: UUID) -> GoalDetail:
        """One goal with its history."""
        return await self.api.get(f"/assignment-goals/{goal_id}", GoalDetail)

    async def create(self, body: Body, key: str) -> GoalDetail:
        """Propose a goal."""
        return await self.api.post("/assignment-goals", GoalDetail, body, idempotency_key=key or None)

    async def change(self, goal_id: UUID, body: Body, version: int) -> GoalDetail:
        """Change a proposal."""
        return await self.api.patch(f"/assignment-goals/{goal_id}", GoalDetail, body, if_match=version)

    async def act(self, goal_id: UUID, action: str, body: Body, version: int) -> GoalDetail:
        """Take a step."""
        return await self.api.post(f"/assignment-goals/{goal_id}/{action}", GoalDetail, body, if_match=version)


@dataclass(slots=True)
class PlansClient:
    """`personal-plans`."""

    api: Api

    async def rows(self, params: Query) -> Page[PersonalPlanRow]:
        """One page, the latest school year first."""
        return await self.api.get("/personal-plans", Page[PersonalPlanRow], params)

    async def templates(self) -> list[PlanTemplate]:
        """What real plans promised."""
        return (await self.api.get("/personal-plans/templates", PlanTemplates)).items

    async def detail(self, plan_id: UUID) -> PersonalPlanDetail:
        """One plan with its history."""
        return await self.api.get(f"/personal-plans/{plan_id}", PersonalPlanDetail)

    async def create(self, body: Body, key: str) -> PersonalPlanDetail:
        """Begin a plan."""
        return await self.api.post("/personal-plans", PersonalPlanDetail, body, idempotency_key=key or None)

    async def change(self, plan_id: UUID, body: Body, version: int) -> PersonalPlanDetail:
        """Save what is typed."""
        return await self.api.patch(f"/personal-plans/{plan_id}", PersonalPlanDetail, body, if_match=version)

    async def act(self, plan_id: UUID, action: str, body: Body, version: int) -> PersonalPlanDetail:
        """Take a step."""
        return await self.api.post(f"/personal-plans/{plan_id}/{action}", PersonalPlanDetail, body, if_match=version)
