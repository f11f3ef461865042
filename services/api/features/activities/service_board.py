"""What start pages and the board ask: when pairings last did something together, and which decisions are late."""

from uuid import UUID

from services.api.features.activities import service_decisions
from services.api.features.activities.filters import DecisionFilter
from services.api.features.activities.queries_board import directory, last_held
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.contracts.base import Page
from services.contracts.joint_work import DecisionOut

__all__ = ["directory", "last_held", "overdue_decisions"]


async def overdue_decisions(ctx: Ctx, school_id: UUID | None, paging: PageAsked) -> Page[DecisionOut]:
    """Decisions of joint meetings past their last day, of one school or of everything in scope."""
    return await service_decisions.page(ctx, DecisionFilter(school_id=school_id, overdue=True), paging)
