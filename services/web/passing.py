"""An answer of the API that is a file, handed through to the browser piece by piece."""

from collections.abc import AsyncIterator

import httpx
from starlette.datastructures import QueryParams
from starlette.responses import Response, StreamingResponse

from services.web.api_client.base import Api, Sending

PASSED_ON = ("content-type", "content-length", "content-disposition", "cache-control")
SECONDS = 300.0
"""How long the API may take before the first byte: a workbook is written whole before it is sent."""


async def list_file(api: Api, path: str, params: QueryParams) -> Response:
    """A list of the API as a file, asked with the same parameters as the page."""
    asked = {name: params.getlist(name) for name in params}
    sending = Sending("GET", path, asked, headers={"Accept": "*/*"}, streamed=True, timeout=SECONDS)
    return passed_on(await api.exchange(sending))


def passed_on(answer: httpx.Response, *more: str) -> Response:
    """The same file with the API's own name and guards; `more` are further headers to pass on."""
    headers = {name: answer.headers[name] for name in (*PASSED_ON, *more) if name in answer.headers}
    return StreamingResponse(_pieces(answer), headers=headers)


async def _pieces(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.aiter_bytes():
            yield piece
    finally:
        await answer.aclose()
