"""Pages for everything that goes wrong; what somebody typed comes along."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import quote

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.web.api_client.base import ApiError, ApiProblem, ApiUnavailable, SignInRequired, ViewEnded
from services.web.csrf import FORM_LIMITS, CsrfError
from services.web.forms import kept_fields
from services.web.logs import where
from services.web.session import Session
from services.web.visit import PASSWORD_PATH, PasswordDue, page, see_other, signed_in

log = structlog.get_logger("web")

EXPIRED = "登录已过期。填的内容还在，重新登录接着填。"
OURS = "系统出了点问题"
OURS_KEPT = "你填的内容已保留。请过几分钟再试。"
STARTING = "系统正在启动"
STARTING_NEXT = "请过几秒再试。几分钟后还不行，请联系县教育局或系统管理员。"
_TITLES = {
    400: "这个请求看不懂",
    403: "这件事不归你办",
    404: "没有找到这个页面",
    405: "不能这样打开",
    409: "现在不能这样办",
    412: "内容刚被改过",
    413: "内容太大了",
    422: "有内容要改",
    429: "操作太频繁",
}
_DETAILS = {
    404: "没有找到这个页面，可能已移走，或不归你管。",
    405: "请从页面上的按钮进来。",
    413: "请少填一些，或换小一点的文件。",
}
_NEXT = "回到首页，从那里重新进来。"


async def typed_of(request: Request) -> FormData | None:
    """Return what was posted, if it can be read."""
    if request.method != "POST":
        return None
    typed: FormData | None = getattr(request.state, "typed", None)
    if typed is not None:
        return typed
    try:
        return await request.form(**FORM_LIMITS)
    except (HTTPException, RuntimeError):
        return None


async def error_page(
    request: Request, status: int, title: str, detail: str, *, retry_after: int | None = None, keep: bool = False
) -> Response:
    """Say what happened, what is kept and what to do next; htmx gets the notice alone."""
    kept = kept_fields(await typed_of(request)) if keep else []
    session: Session | None = getattr(request.state, "session", None)
    known = session is not None and session.signed_in
    context = {
        "status": status, "title": title, "detail": detail, "kept": kept, "ours": status >= 500, "known": known,
    }  # fmt: skip
    htmx = request.headers.get("hx-request") == "true"
    answer = page(request, "errors/notice.html" if htmx else "errors/page.html", context, status)
    if htmx:
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#notice", "innerHTML"
    if retry_after is not None or status == 503:
        answer.headers["Retry-After"] = str(retry_after or 5)
    return answer


async def on_problem(request: Request, error: Exception) -> Response:
    """Show an API problem that the page did not take itself."""
    assert isinstance(error, ApiProblem)
    return await error_page(
        request, error.status, error.title, error.detail, retry_after=error.retry_after, keep=error.status >= 409
    )


async def on_unavailable(request: Request, error: Exception) -> Response:
    """The API cannot be reached: nothing typed is lost."""
    assert isinstance(error, ApiUnavailable)
    log.warning("api_unavailable", why=str(error), request_id=request.state.request_id)
    detail = OURS_KEPT if request.method == "POST" else "请过几分钟再试。"
    kept = "你填的内容已保留，" if request.method == "POST" else ""
    title, said = (STARTING, kept + STARTING_NEXT) if error.starting else (OURS, detail)
    return await error_page(request, 503, title, said, retry_after=error.retry_after, keep=True)


async def on_http(request: Request, error: Exception) -> Response:
    """404, 405 and the like from the web itself."""
    assert isinstance(error, HTTPException)
    await _recognise(request)
    title = _TITLES.get(error.status_code, OURS)
    answer = await error_page(request, error.status_code, title, _DETAILS.get(error.status_code, _NEXT))
    answer.headers.update(error.headers or {})
    return answer


async def _recognise(request: Request) -> None:
    """Read who is asking, so that the page of an unknown address keeps the navigation; the page comes in any case."""
    if request.url.path.startswith("/static/") or not request.state.session.signed_in:
        return
    if getattr(request.state, "me", None) is None:
        with suppress(ApiError, SignInRequired, ViewEnded, PasswordDue):
            await signed_in(request)


async def on_bad_address(request: Request, error: Exception) -> Response:
    """A path or query that no link of ours makes."""
    assert isinstance(error, RequestValidationError)
    in_path = any(each["loc"][0] == "path" for each in error.errors())
    return await on_http(request, HTTPException(404 if in_path else 422))


async def on_sign_in_required(request: Request, error: Exception) -> Response:
    """Ask to sign in; after a write the typed values ride along in the page, never in a cookie."""
    assert isinstance(error, SignInRequired)
    if request.headers.get("hx-request") == "true":
        return await error_page(request, 401, "登录已过期", "填的内容还在，重新登录接着填。")
    if request.method != "POST":
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return see_other(f"/sign-in?next={quote(here, safe='/')}")
    return await sign_in_again(request)


async def sign_in_again(request: Request) -> HTMLResponse:
    """The sign-in page with the posted fields as hidden inputs."""
    context = {"next": request.url.path, "kept": kept_fields(await typed_of(request)), "notice": EXPIRED}
    return page(request, "account/sign_in.html", {**context, "form": None}, 401)


async def on_view_ended(request: Request, error: Exception) -> Response:
    """An administrator's look has run out: back to the own start page, with a word on why."""
    assert isinstance(error, ViewEnded)
    request.state.session.say("查看已到时间，现在是你自己的账号。")
    return see_other("/")


async def on_csrf(request: Request, error: Exception) -> Response:
    """A write without our token: an old page is offered again, a foreign one is refused."""
    assert isinstance(error, CsrfError)
    session: Session = request.state.session
    if not error.same_origin:
        return await error_page(request, 403, "这个操作没有办", "它不是从本站的页面来的。请回到首页重新进来。")
    if not session.signed_in:
        return await on_sign_in_required(request, SignInRequired())
    return await error_page(request, 403, "这个页面打开得太久了", "填的内容还在，再试一次就行。", keep=True)


async def on_password_due(request: Request, error: Exception) -> Response:
    """First sign-in: the password comes first."""
    assert isinstance(error, PasswordDue)
    log.info("password_due", request_id=request.state.request_id)
    return see_other(PASSWORD_PATH)


async def on_crash(request: Request, error: Exception) -> Response:
    """A fault of the web itself."""
    log.error("crash", request_id=request.state.request_id, **where(error))
    return await error_page(
        request, 500, OURS, OURS_KEPT if request.method == "POST" else "请过几分钟再试。", keep=True
    )


Handler = Callable[[Request, Exception], Awaitable[Response]]
HANDLERS: dict[type[Exception], Handler] = {
    ApiProblem: on_problem,
    ApiUnavailable: on_unavailable,
    SignInRequired: on_sign_in_required,
    ViewEnded: on_view_ended,
    PasswordDue: on_password_due,
    CsrfError: on_csrf,
    HTTPException: on_http,
    RequestValidationError: on_bad_address,
}


def install(app: FastAPI) -> None:
    """Register all handlers."""
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)


class CrashMiddleware:
    """Turns an unexpected error into a page inside the other middleware, so that it has all headers."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = False

        async def watching(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watching)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            answer = await on_crash(Request(scope, receive), error)
            await answer(scope, receive, send)
