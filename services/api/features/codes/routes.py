"""Code lists over HTTP."""

from typing import Annotated

from fastapi import Path

from services.api.features.codes import service
from services.api.kernel.context import Ctx, needs
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.statistics import CodeSetOut

router = strict_router("codes", "/api/v1/codes")
Reader = Annotated[Ctx, needs(Permission.code_read)]


@router.get("")
async def list_codes(_ctx: Reader) -> Page[CodeSetOut]:
    """Every closed list with its Chinese words and, where there is one, the standard's code."""
    return service.code_sets()


@router.get("/{name}")
async def get_codes(_ctx: Reader, name: Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]) -> CodeSetOut:
    """One closed list."""
    return service.code_set(name)
