"""One log line per request: route template, status and time; never an address line, a query or a name."""

import time
import uuid
from datetime import datetime

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.web.clock import Clock, set_now

log = structlog.get_logger("web")


class RequestLogMiddleware:
    """Gives the request its id and its now, and logs how it went."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        """Wrap `app`; `clock` gives aware datetimes."""
        self.app, self.clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        moment: datetime = self.clock()
        set_now(moment)
        request_id = uuid.uuid4().hex
        scope.setdefault("state", {}).update(request_id=request_id)
        started, status = time.perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            log.info(
                "request",
                method=scope["method"],
                route=_route(scope),
                status=status,
                api_calls=getattr(scope["state"].get("api"), "calls", 0),
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
                request_id=request_id,
            )


def _route(scope: Scope) -> str:
    if scope["path"].startswith("/static/"):
        return "/static"
    return str(getattr(scope.get("route"), "path", "unmatched"))
