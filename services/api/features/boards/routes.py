"""The board of pairings over HTTP."""

from typing import Annotated

from fastapi import Depends

from services.api.features.boards import service
from services.api.features.boards.service import BoardFilter
from services.api.kernel.context import Ctx, needs
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.boards import PairingBoard

router = strict_router("boards", "/api/v1/pairing-board")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]


@router.get("")
async def get_pairing_board(ctx: Reader, asked: Annotated[BoardFilter, Depends()]) -> PairingBoard:
    """Pairings in scope by state, each with what is missing next; `GET /pairings?status=` has a whole column."""
    return await service.board(ctx, asked)
