"""Which improvement plans wait for the office."""

from services.api.features.improvement_plans.filters import ImprovementFilter
from services.api.features.improvement_plans.service_read import page
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.contracts.base import Page
from services.contracts.codes import ImprovementStatus
from services.contracts.improvement_plans import ImprovementPlanRow


async def submitted(ctx: Ctx, paging: PageAsked) -> Page[ImprovementPlanRow]:
    """Plans that schools have handed in and nobody has decided on."""
    return await page(ctx, ImprovementFilter(status=ImprovementStatus.submitted), paging)
