"""Successions of schools and delegated reports over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, status

from services.api.features.schools import service
from services.api.features.schools.filters import DelegationFilter, PlanFilter
from services.api.features.schools.service_sheet import DELEGATIONS, PLANS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.places import DelegationOut, PlannedOut
from services.contracts.school_history import (
    DelegationCreate,
    DelegationEnd,
    PlannedDetail,
    PlannedPreview,
    SuccessionDone,
    SuccessionPlan,
    SuccessionPreview,
)

successions_router = strict_router("successions", "/api/v1/successions")
delegations_router = strict_router("delegations", "/api/v1/delegations")
Reader = Annotated[Ctx, needs(Permission.school_read)]
Writer = Annotated[Ctx, needs(Permission.school_write)]
Decider = Annotated[Ctx, needs(Permission.school_succeed)]


@successions_router.post("/preview")
async def preview_succession(ctx: Decider, body: SuccessionPlan) -> SuccessionPreview:
    """What would move, with counts and names; nothing is written."""
    return await service.preview(ctx, body)


@successions_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_succession(ctx: Decider, body: SuccessionPlan) -> SuccessionDone:
    """Rename, merge, split, close or reopen, in one transaction. It cannot be undone: look at the preview first.

    With a day after today it is planned, and done on that day.
    """
    return await service.succeed(ctx, body)


@successions_router.get("/planned")
async def list_planned_successions(
    ctx: Reader, page: Paging, asked: Annotated[PlanFilter, Depends()]
) -> Page[PlannedOut]:
    """What was planned for a later day; `held` false: what stands and is still to come, true: what could not be done
    when its day had come.
    """
    return await service.planned(ctx, asked, page)


offer(successions_router, PLANS, needs(Permission.school_read), PlanFilter, service.planned, path="/planned")


@successions_router.get("/planned/{plan_id}")
async def get_planned_succession(ctx: Reader, plan_id: UUID) -> PlannedDetail:
    """One plan, whatever became of it, and who did what."""
    return await service.one_planned(ctx, plan_id)


@successions_router.post("/planned/{plan_id}/preview")
async def preview_planned_succession(ctx: Decider, plan_id: UUID) -> PlannedPreview:
    """What would happen if it were done now; nothing is written."""
    return await service.look_ahead(ctx, plan_id)


@successions_router.post("/planned/{plan_id}/cancel")
async def cancel_planned_succession(
    ctx: Decider, plan_id: UUID, body: WithReason, expected: ExpectedVersion
) -> PlannedOut:
    """It will not be done."""
    return await service.cancel_planned(ctx, plan_id, body, expected)


@delegations_router.get("")
async def list_delegations(
    ctx: Reader, page: Paging, asked: Annotated[DelegationFilter, Depends()]
) -> Page[DelegationOut]:
    """Who reports for whom; `school_id` is either side, `running` those of today."""
    return await service.delegations(ctx, asked, page)


offer(delegations_router, DELEGATIONS, needs(Permission.school_read), DelegationFilter, service.delegations)


@delegations_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_delegation(ctx: Writer, body: DelegationCreate) -> DelegationOut:
    """A centre school reports for another school from a day on."""
    return await service.delegate(ctx, body)


@delegations_router.post("/{delegation_id}/end")
async def end_delegation(
    ctx: Writer, delegation_id: UUID, body: DelegationEnd, expected: ExpectedVersion
) -> DelegationOut:
    """Its last day."""
    return await service.end_delegation(ctx, delegation_id, body, expected)
