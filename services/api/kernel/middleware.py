"""The outermost layer: request id, log line, metrics, and the last net for errors."""

import re
import time

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.kernel.body_limits import body_limit_kb
from services.api.kernel.ids import new_id
from services.api.kernel.logs import log, log_failure
from services.api.kernel.metrics import METHODS
from services.api.kernel.problems import Problem, problem_response
from services.api.kernel.storage_errors import storage_problem
from services.api.kernel.usage import count_call

_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
SECURITY_HEADERS = {"X-Content-Type-Options": "nosniff", "Vary": "Authorization, Accept, X-Sandbox-Date"}


class Observed:
    """Gives each request an id, measures it, logs one line and turns any crash into a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        given = request.headers.get("X-Request-ID", "")
        scope["request_id"] = given if _REQUEST_ID.match(given) else new_id().hex
        started, status, sent = time.perf_counter(), 0, 0

        async def send_marked(message: Message) -> None:
            nonlocal status, sent
            sent += len(message.get("body", b""))
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = scope["request_id"]
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
                for name, value in getattr(request.state, "rate_headers", {}).items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            limit_kb = body_limit_kb(request)
            await (_too_large(request, limit_kb) or self.app)(scope, _counted(receive, limit_kb), send_marked)
        except Exception as error:
            if status:
                raise
            await self._answer_crash(request, error)(scope, receive, send_marked)
        finally:
            self._note(request, status, time.perf_counter() - started)
            count_call(request, status, sent)

    def _answer_crash(self, request: Request, error: Exception) -> ASGIApp:
        problem = storage_problem(error)
        if problem is None:
            log_failure("crash", error, request_id=request.scope["request_id"])
            problem = Problem("server.error")
        return problem_response(request, problem)

    def _note(self, request: Request, status: int, seconds: float) -> None:
        route = getattr(request.scope.get("route"), "path", "unmatched")
        request.app.state.metrics.count(request.method, route, status, seconds)
        log(
            "request",
            request_id=request.scope["request_id"],
            method=request.method if request.method in METHODS else "OTHER",
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
        )


def _too_large(request: Request, limit_kb: int) -> ASGIApp | None:
    """The refusal of a body that says it is too large."""
    declared = request.headers.get("Content-Length", "")
    if not declared.isdecimal() or int(declared[:18]) <= limit_kb * 1024:
        return None
    return problem_response(request, Problem("request.body_too_large", limit_kb=limit_kb))


def _counted(receive: Receive, limit_kb: int) -> Receive:
    """The body piece by piece, refused as soon as it is too large whatever it said before."""
    size = 0

    async def receive_counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit_kb * 1024:
            raise HTTPException(413)
        return message

    return receive_counted
