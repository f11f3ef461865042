"""The agenda over HTTP."""

from typing import Annotated

from fastapi import Depends, Query

from services.api.features.agenda import service
from services.api.features.agenda.service import ItemFilter
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import Sheet, columns, offer
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.agenda import AgendaItem, AgendaMonth
from services.contracts.base import Month, Page

router = strict_router("agenda", "/api/v1/agenda")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
AGENDA = Sheet("agenda", "日程", columns(
    "日期 on", "事项 kind", "姓名 name", "派出或支援学校 from_school", "接收或受援学校 to_school",
    "活动类型 activity_type", "应到未到 late", "系统编号 id",
))  # fmt: skip


@router.get("")
async def get_agenda(ctx: Reader, month: Annotated[Month | None, Query()] = None) -> AgendaMonth:
    """What begins, ends and was done on each day of a month, this month when none is named."""
    return await service.month(ctx, month)


@router.get("/items")
async def list_agenda_items(ctx: Reader, page: Paging, asked: Annotated[ItemFilter, Depends()]) -> Page[AgendaItem]:
    """Everything of one day."""
    return await service.items(ctx, asked, page)


offer(router, AGENDA, needs(Permission.assignment_read), ItemFilter, service.items, path="/items")
