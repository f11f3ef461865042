"""Term plans over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.term_plans import service
from services.api.features.term_plans.filters import TermPlanFilter
from services.api.features.term_plans.service_sheet import TERM_PLANS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.term_plans import TermPlanCreate, TermPlanDetail, TermPlanPatch, TermPlanRevise, TermPlanRow

router = strict_router("term-plans", "/api/v1/term-plans")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]
Writer = Annotated[Ctx, needs(Permission.pairing_act)]


@router.get("")
async def list_term_plans(
    ctx: Reader, page: Paging, asked: Annotated[TermPlanFilter, Depends()]
) -> Page[TermPlanRow]:  # fmt: skip
    """Plans of the pairings in scope, the latest school year and the newest first."""
    return await service.page(ctx, asked, page)


offer(router, TERM_PLANS, needs(Permission.pairing_read), TermPlanFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_term_plan(ctx: Writer, body: TermPlanCreate, response: Response) -> TermPlanDetail:
    """Begin the plan of a pairing for a term or a school year; either side."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/term-plans/{made.id}"
    return made


@router.get("/{term_plan_id}")
async def get_term_plan(ctx: Reader, term_plan_id: UUID) -> TermPlanDetail:
    """One plan with its measures and history."""
    return await service.detail(ctx, term_plan_id)


@router.patch("/{term_plan_id}")
async def patch_term_plan(
    ctx: Writer, term_plan_id: UUID, body: TermPlanPatch, expected: ExpectedVersion
) -> TermPlanDetail:
    """Change a draft."""
    return await service.edit(ctx, term_plan_id, expected, body)


@router.post("/{term_plan_id}/propose")
async def propose_term_plan(ctx: Writer, term_plan_id: UUID, expected: ExpectedVersion) -> TermPlanDetail:
    """Ask the other side; goals, measures and who answers on both sides must be there."""
    return await service.propose(ctx, term_plan_id, expected)


@router.post("/{term_plan_id}/withdraw")
async def withdraw_term_plan(ctx: Writer, term_plan_id: UUID, expected: ExpectedVersion) -> TermPlanDetail:
    """Take it back before the other side has answered."""
    return await service.withdraw(ctx, term_plan_id, expected)


@router.post("/{term_plan_id}/agree")
async def agree_term_plan(ctx: Writer, term_plan_id: UUID, expected: ExpectedVersion) -> TermPlanDetail:
    """The other side agrees; the revision before is replaced."""
    return await service.agree(ctx, term_plan_id, expected)


@router.post("/{term_plan_id}/return")
async def return_term_plan(
    ctx: Writer, term_plan_id: UUID, body: WithReason, expected: ExpectedVersion
) -> TermPlanDetail:
    """The other side says what to change."""
    return await service.send_back(ctx, term_plan_id, expected, body)


@router.post("/{term_plan_id}/revise", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def revise_term_plan(
    ctx: Writer, term_plan_id: UUID, body: TermPlanRevise, expected: ExpectedVersion, response: Response
) -> TermPlanDetail:
    """Begin a new revision of an agreed plan, with the reason."""
    made = await service.revise(ctx, term_plan_id, expected, body)
    response.headers["Location"] = f"/api/v1/term-plans/{made.id}"
    return made


@router.post("/{term_plan_id}/void")
async def void_term_plan(
    ctx: Writer, term_plan_id: UUID, body: WithReason, expected: ExpectedVersion
) -> TermPlanDetail:  # fmt: skip
    """A draft is not wanted; the record stays."""
    return await service.void(ctx, term_plan_id, expected, body)
