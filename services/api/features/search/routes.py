"""The search box over HTTP."""

from typing import Annotated

from fastapi import Query

from services.api.features.search import service
from services.api.kernel.context import Ctx, needs
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.api.kernel.search import LONGEST_SEARCH
from services.contracts.base import Line
from services.contracts.search import SearchOut

router = strict_router("search", "/api/v1/search")
Anyone = Annotated[Ctx, needs(Permission.self_read)]
Words = Annotated[Line, Query(min_length=1, max_length=LONGEST_SEARCH)]


@router.get("")
async def search(ctx: Anyone, q: Words) -> SearchOut:
    """Schools, people, pairings and accounts in scope by name, spelling, initials, code or staff number."""
    return await service.find(ctx, q)
