"""Code lists over HTTP."""

from typing import Annotated

from fastapi import Path

from services.api.features.codes import service
from services.api.kernel.context import Ctx, needs
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.code_lists import CodeSetOut
from services.contracts.shapes import TABLE_NAME

router = strict_router("codes", "/api/v1/codes")
Reader = Annotated[Ctx, needs(Permission.code_read)]


@router.get("")
async def list_codes(_ctx: Reader) -> Page[CodeSetOut]:
    """Every code list: ours with the Chinese words, and those of published standards with what ours stand for."""
    return service.code_sets()


@router.get("/{name}")
async def get_codes(_ctx: Reader, name: Annotated[str, Path(pattern=TABLE_NAME)]) -> CodeSetOut:
    """One code list."""
    return service.code_set(name)
