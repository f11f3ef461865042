"""A list as a file, handed through from the API piece by piece."""

from collections.abc import AsyncIterator

import httpx
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from services.web.api_client.base import Query, Sending
from services.web.downloads import LISTS, SUFFIXES
from services.web.visit import Visitor

router = APIRouter()
PASSED_ON = ("content-type", "content-length", "content-disposition", "cache-control")
SECONDS = 300.0
"""How long the API may take before the first byte: a workbook is written whole before it is sent."""
NOT_FOUND = 404


@router.get("/downloads/{name}.{suffix}")
async def download(visit: Visitor, name: str, suffix: str) -> Response:
    """下载表格: the same filters as the list; the API decides what may be seen and notes who took it."""
    if name not in LISTS or suffix not in SUFFIXES:
        raise HTTPException(NOT_FOUND)
    params = visit.request.query_params
    asked: Query = {key: params.getlist(key) for key in params}
    answer = await visit.api.exchange(
        Sending("GET", f"{LISTS[name]}.{suffix}", asked, headers={"Accept": "*/*"}, streamed=True, timeout=SECONDS)
    )
    headers = {key: answer.headers[key] for key in PASSED_ON if key in answer.headers}
    return StreamingResponse(_pieces(answer), headers=headers)


async def _pieces(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.aiter_bytes():
            yield piece
    finally:
        await answer.aclose()
