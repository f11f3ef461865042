"""Decisions of joint meetings, base schools and plans over HTTP."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Response, status

from services.api.features.activities import service_base, service_decisions, service_plans
from services.api.features.activities.filters import BaseSchoolFilter, DecisionFilter, JointWorkFilter, PlannedFilter
from services.api.features.activities.service_joint_work import joint_work
from services.api.features.activities.service_sheet import BASE_SCHOOLS, DECISIONS, PLANNED
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page, SchoolYear
from services.contracts.codes import SchoolTerm
from services.contracts.joint_work import (
    ActivityPlanCreate,
    ActivityPlanOut,
    BaseSchoolOut,
    BaseSchoolPut,
    CancelPlan,
    CarryOutDecision,
    DecisionCreate,
    DecisionOut,
    DecisionPatch,
    JointWork,
    MovePlanned,
    PlannedOut,
)
from services.contracts.pairings import WithReason

joint_router = strict_router("activities", "/api/v1/joint-work")
decisions_router = strict_router("meeting-decisions", "/api/v1/meeting-decisions")
base_router = strict_router("base-schools", "/api/v1/base-schools")
plans_router = strict_router("activity-plans", "/api/v1/activity-plans")
planned_router = strict_router("planned-activities", "/api/v1/planned-activities")


@dataclass(frozen=True, slots=True)
class Term:
    """A half of a school year, from the path."""

    school_year: Annotated[SchoolYear, Path()]
    term: Annotated[SchoolTerm, Path()]


Reader = Annotated[Ctx, needs(Permission.activity_read)]
Writer = Annotated[Ctx, needs(Permission.activity_write)]


@joint_router.get("")
async def get_joint_work(ctx: Reader, asked: Annotated[JointWorkFilter, Depends()]) -> JointWork:
    """What is planned, what was missed, which decisions are open; of one pairing also base schools and activities."""
    return await joint_work(ctx, asked)


@decisions_router.get("")
async def list_meeting_decisions(
    ctx: Reader, page: Paging, asked: Annotated[DecisionFilter, Depends()]
) -> Page[DecisionOut]:
    """Decisions of joint meetings in scope, the earliest last day first."""
    return await service_decisions.page(ctx, asked, page)


offer(decisions_router, DECISIONS, needs(Permission.activity_read), DecisionFilter, service_decisions.page)


@decisions_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def note_meeting_decision(ctx: Writer, body: DecisionCreate, response: Response) -> DecisionOut:
    """Note what a joint meeting decided; the host of the meeting."""
    made = await service_decisions.decide(ctx, body)
    response.headers["Location"] = f"/api/v1/meeting-decisions/{made.id}"
    return made


@decisions_router.get("/{decision_id}")
async def get_meeting_decision(ctx: Reader, decision_id: UUID) -> DecisionOut:
    """One decision."""
    return await service_decisions.one(ctx, decision_id)


@decisions_router.patch("/{decision_id}")
async def patch_meeting_decision(
    ctx: Writer, decision_id: UUID, body: DecisionPatch, expected: ExpectedVersion
) -> DecisionOut:
    """Put right what was typed, while it is open."""
    return await service_decisions.edit(ctx, decision_id, expected, body)


@decisions_router.post("/{decision_id}/carry-out")
async def carry_out_meeting_decision(
    ctx: Writer, decision_id: UUID, body: CarryOutDecision, expected: ExpectedVersion
) -> DecisionOut:
    """It is carried out; the responsible side."""
    return await service_decisions.carry_out(ctx, decision_id, expected, body)


@decisions_router.post("/{decision_id}/reopen")
async def reopen_meeting_decision(ctx: Writer, decision_id: UUID, expected: ExpectedVersion) -> DecisionOut:
    """It was not carried out after all."""
    return await service_decisions.reopen(ctx, decision_id, expected)


@decisions_router.post("/{decision_id}/void")
async def void_meeting_decision(
    ctx: Writer, decision_id: UUID, body: WithReason, expected: ExpectedVersion
) -> DecisionOut:
    """It should not have been noted; the record stays."""
    return await service_decisions.void(ctx, decision_id, expected, body)


@base_router.get("")
async def list_base_schools(
    ctx: Reader, page: Paging, asked: Annotated[BaseSchoolFilter, Depends()]
) -> Page[BaseSchoolOut]:
    """Base schools of the terms in scope, the latest school year first."""
    return await service_base.page(ctx, asked, page)


offer(base_router, BASE_SCHOOLS, needs(Permission.activity_read), BaseSchoolFilter, service_base.page)


@base_router.put("/{pairing_id}/{school_year}/{term}")
async def put_base_school(
    ctx: Writer, pairing_id: UUID, when: Annotated[Term, Depends()], body: BaseSchoolPut, expected: ExpectedVersion
) -> BaseSchoolOut:
    """Set the base school of a term, or change it; either side, or its county."""
    return await service_base.put(ctx, pairing_id, (when.school_year, when.term), expected, body)


@plans_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def plan_activities(ctx: Writer, body: ActivityPlanCreate, response: Response) -> ActivityPlanOut:
    """Plan activities: once, weekly or monthly; the dates are made at once."""
    made = await service_plans.create(ctx, body)
    response.headers["Location"] = f"/api/v1/activity-plans/{made.id}"
    return made


@plans_router.get("/{activity_plan_id}")
async def get_activity_plan(ctx: Reader, activity_plan_id: UUID) -> ActivityPlanOut:
    """One plan with all its dates."""
    return await service_plans.plan(ctx, activity_plan_id)


@plans_router.post("/{activity_plan_id}/cancel")
async def cancel_activity_plan(
    ctx: Writer, activity_plan_id: UUID, body: CancelPlan, expected: ExpectedVersion
) -> ActivityPlanOut:
    """Cancel what is still to come, from a day on."""
    return await service_plans.cancel_plan(ctx, activity_plan_id, expected, body)


@planned_router.get("")
async def list_planned_activities(
    ctx: Reader, page: Paging, asked: Annotated[PlannedFilter, Depends()]
) -> Page[PlannedOut]:
    """Planned dates in scope, the earliest first."""
    return await service_plans.page(ctx, asked, page)


offer(planned_router, PLANNED, needs(Permission.activity_read), PlannedFilter, service_plans.page)


@planned_router.get("/{planned_id}")
async def get_planned_activity(ctx: Reader, planned_id: UUID) -> PlannedOut:
    """One planned date."""
    return await service_plans.one(ctx, planned_id)


@planned_router.post("/{planned_id}/move")
async def move_planned_activity(
    ctx: Writer, planned_id: UUID, body: MovePlanned, expected: ExpectedVersion
) -> PlannedOut:
    """Put it on another day."""
    return await service_plans.move(ctx, planned_id, expected, body)


@planned_router.post("/{planned_id}/cancel")
async def cancel_planned_activity(
    ctx: Writer, planned_id: UUID, body: WithReason, expected: ExpectedVersion
) -> PlannedOut:
    """It will not be held; the date stays with the reason."""
    return await service_plans.cancel(ctx, planned_id, expected, body)


@planned_router.post("/{planned_id}/restore")
async def restore_planned_activity(ctx: Writer, planned_id: UUID, expected: ExpectedVersion) -> PlannedOut:
    """It will be held after all."""
    return await service_plans.restore(ctx, planned_id, expected)
