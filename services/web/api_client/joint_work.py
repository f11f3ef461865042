"""What two schools agree on besides single activities: plans, decisions of meetings, base schools."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.joint_work import (
    ActivityPlanOut,
    BaseSchoolOut,
    DecisionOut,
    JointWork,
    PlannedOut,
)
from services.web.api_client.base import Api, Query

Body = Mapping[str, object]


@dataclass(slots=True)
class JointWorkClient:
    """`joint-work`, `meeting-decisions`, `base-schools`, `activity-plans`, `planned-activities`."""

    api: Api

    async def of_pairing(self, pairing_id: UUID) -> JointWork:
        """What is planned and open in a pairing, its base schools and newest activities."""
        return await self.api.get("/joint-work", JointWork, {"pairing_id": str(pairing_id)})

    async def of(self, params: Query) -> JointWork:
        """What is planned and open for a school, or in the whole scope."""
        return await self.api.get("/joint-work", JointWork, params)

    async def decisions(self, params: Query) -> Page[DecisionOut]:
        """One page of decisions, the earliest last day first."""
        return await self.api.get("/meeting-decisions", Page[DecisionOut], params)

    async def decision(self, decision_id: UUID) -> DecisionOut:
        """One decision."""
        return await self.api.get(f"/meeting-decisions/{decision_id}", DecisionOut)

    async def decide(self, body: Body, key: str) -> DecisionOut:
        """Note what a meeting decided."""
        return await self.api.post("/meeting-decisions", DecisionOut, body, idempotency_key=key or None)

    async def change_decision(self, decision_id: UUID, body: Body, version: int) -> DecisionOut:
        """Put a decision right."""
        return await self.api.patch(f"/meeting-decisions/{decision_id}", DecisionOut, body, if_match=version)

    async def act_on_decision(self, decision_id: UUID, action: str, body: Body, version: int) -> DecisionOut:
        """Carry out, reopen or void a decision."""
        return await self.api.post(f"/meeting-decisions/{decision_id}/{action}", DecisionOut, body, if_match=version)

    async def base_schools(self, params: Query) -> Page[BaseSchoolOut]:
        """One page of base schools, the latest school year first."""
        return await self.api.get("/base-schools", Page[BaseSchoolOut], params)

    async def put_base_school(self, path: str, body: Body, version: int) -> BaseSchoolOut:
        """Set the base school of a term; `path` is pairing, school year and term."""
        return await self.api.put(f"/base-schools/{path}", BaseSchoolOut, body, if_match=version)

    async def make_plan(self, body: Body, key: str) -> ActivityPlanOut:
        """Plan activities."""
        return await self.api.post("/activity-plans", ActivityPlanOut, body, idempotency_key=key or None)

    async def plan(self, plan_id: UUID) -> ActivityPlanOut:
        """One plan with its dates."""
        return await self.api.get(f"/activity-plans/{plan_id}", ActivityPlanOut)

    async def cancel_plan(self, plan_id: UUID, body: Body, version: int) -> ActivityPlanOut:
        """Cancel what is still to come."""
        return await self.api.post(f"/activity-plans/{plan_id}/cancel", ActivityPlanOut, body, if_match=version)

    async def planned(self, params: Query) -> Page[PlannedOut]:
        """One page of planned dates, the earliest first."""
        return await self.api.get("/planned-activities", Page[PlannedOut], params)

    async def planned_date(self, planned_id: UUID) -> PlannedOut:
        """One planned date."""
        return await self.api.get(f"/planned-activities/{planned_id}", PlannedOut)

    async def act_on_planned(self, planned_id: UUID, action: str, body: Body, version: int) -> PlannedOut:
        """Move, cancel or restore a planned date."""
        return await self.api.post(f"/planned-activities/{planned_id}/{action}", PlannedOut, body, if_match=version)
