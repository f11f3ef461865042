"""`/api/v1/workbench`: what the caller must do next."""

from typing import Annotated

from fastapi import Query, status

from services.api.features.workbench import service, service_first_week
from services.api.kernel.context import Ctx, needs
from services.api.kernel.routing import router as make_router
from services.api.kernel.scope import Permission
from services.contracts.base import Month
from services.contracts.workbench import WorkbenchOut

router = make_router("workbench", "/api/v1/workbench")
Anyone = Annotated[Ctx, needs(Permission.self_read)]


@router.get("")
async def get_workbench(ctx: Anyone, month: Annotated[Month | None, Query()] = None) -> WorkbenchOut:
    """Everything of a start page; `month` chooses the month of an office's reporting rates."""
    return await service.show(ctx, month)


@router.post("/dismiss-first-week", status_code=status.HTTP_204_NO_CONTENT)
async def dismiss_first_week(ctx: Anyone) -> None:
    """Put the first week's checklist away for the county."""
    await service_first_week.dismiss(ctx)
