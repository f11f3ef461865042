"""Regions are chosen by name, pinyin or code; nobody types a code."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.responses import Response

from services.web import picking
from services.web.api_client.regions import RegionsClient
from services.web.inputs import Input, Option
from services.web.visit import Visit, Visitor

router = APIRouter()
PICK = "/regions/pick"


def finder(visit: Visit) -> Callable[[str], Awaitable[list[Option]]]:
    """Return the search over the regions inside the caller's own."""

    async def find(text: str) -> list[Option]:
        return await RegionsClient(visit.api).find(text, visit.me.region_code)

    return find


def region_input(label: str, *, optional: bool = False, name: str = "region_code") -> Input:
    """Return the picker of a region."""
    return Input(name, label, "picker", "地名、拼音、首字母或区划代码", optional, find=PICK)


@router.get(PICK)
async def pick(visit: Visitor) -> Response:
    """The answers of a region picker."""
    return await picking.answer(visit, finder(visit))
