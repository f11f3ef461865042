"""An answer of the API that is a file, handed through to the browser piece by piece."""

from collections.abc import AsyncIterator

import httpx
from starlette.responses import Response, StreamingResponse

PASSED_ON = ("content-type", "content-length", "content-disposition", "cache-control")


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
