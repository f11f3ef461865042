"""Which yearly summaries are late."""

from services.api.features.summaries.filters import DueFilter
from services.api.features.summaries.service_read import due
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.contracts.base import Page
from services.contracts.summaries import SummaryDue


async def overdue(ctx: Ctx, paging: PageAsked) -> Page[SummaryDue]:
    """Summaries of this school year that were not handed in by the last day served."""
    return await due(ctx, DueFilter(overdue=True), paging)
