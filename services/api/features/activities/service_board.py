"""What start pages and the papers of pairings ask: what was done and is planned, and which decisions are late."""

from uuid import UUID

from services.api.features.activities import service_decisions, service_plans, service_read
from services.api.features.activities.filters import ActivityFilter, DecisionFilter, PlannedFilter
from services.api.features.activities.queries_board import directory, last_held
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.contracts.activities import ActivityOut
from services.contracts.base import Page
from services.contracts.joint_work import DecisionOut, PlannedOut

__all__ = ["directory", "held_by", "last_held", "overdue_decisions", "planned_by"]


async def overdue_decisions(ctx: Ctx, school_id: UUID | None, paging: PageAsked) -> Page[DecisionOut]:
    """Decisions of joint meetings past their last day, of one school or of everything in scope."""
    return await service_decisions.page(ctx, DecisionFilter(school_id=school_id, overdue=True), paging)


async def held_by(ctx: Ctx, pairing_id: UUID, paging: PageAsked) -> Page[ActivityOut]:
    """The activities of a pairing, the latest first."""
    return await service_read.page(ctx, ActivityFilter(pairing_id=pairing_id), paging)


async def planned_by(ctx: Ctx, pairing_id: UUID, paging: PageAsked) -> Page[PlannedOut]:
    """The dates of a pairing that are neither recorded nor cancelled, the earliest first."""
    return await service_plans.page(ctx, PlannedFilter(pairing_id=pairing_id, open=True), paging)
