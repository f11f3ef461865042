"""`/api/v1/notices`."""

from typing import Annotated
from uuid import UUID

from services.api.features.notices import service
from services.api.kernel.context import Ctx, needs
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as make_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.workbench import NoticeOut, ReadOut

router = make_router("notices", "/api/v1/notices")
Reader = Annotated[Ctx, needs(Permission.notice_read)]


@router.get("")
async def list_notices(ctx: Reader, asked: Paging, unread: bool = False) -> Page[NoticeOut]:
    """Messages to the caller's school, newest first; offices have none."""
    return await service.page(ctx, asked, unread_only=unread)


@router.post("/read-all")
async def read_all(ctx: Reader) -> ReadOut:
    """Mark all as read."""
    return await service.read_all(ctx)


@router.post("/{notice_id}/read")
async def mark_read(ctx: Reader, notice_id: UUID) -> NoticeOut:
    """Mark one as read."""
    return await service.mark_read(ctx, notice_id)
