"""Downloads over HTTP."""

from typing import Annotated

from fastapi import Depends

from services.api.features.exports import service
from services.api.features.exports.filters import ExportFilter
from services.api.features.exports.service_sheet import EXPORTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.exporting import offer
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.exports import ExportOut

router = strict_router("exports", "/api/v1/exports")
Anyone = Annotated[Ctx, needs(Permission.self_read)]


@router.get("")
async def list_exports(ctx: Anyone, page: Paging, asked: Annotated[ExportFilter, Depends()]) -> Page[ExportOut]:
    """The caller's own downloads, the newest first; administrators and auditors see those of their counties."""
    return await service.listing(ctx, asked, page)


offer(router, EXPORTS, needs(Permission.self_read), ExportFilter, service.listing)
