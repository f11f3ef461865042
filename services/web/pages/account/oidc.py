"""To the identity provider and back. State, nonce and verifier wait sealed in the cookie, for ten minutes."""

import secrets

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from services.web.api_client.access import AccessClient
from services.web.api_client.base import ApiError, ApiProblem, ApiUnavailable
from services.web.clock import now
from services.web.pages.account.views import own_path
from services.web.visit import Guest, Visit, Visitor, see_other

router = APIRouter()
MINUTES = 10
DOWN = "统一身份认证暂时连不上。请过几分钟再试，或用账号和密码登录。"
LOST = "这次登录隔得太久，或不是从这里开始的。请再点一次。"


@router.get("/sign-in/oidc")
async def leave_to_sign_in(visit: Guest, next: str = "/") -> Response:  # noqa: A002 - the parameter of the sign-in page
    """To the provider, to sign in."""
    return await _leave(visit, {"for": "sign_in", "next": own_path(next)})


@router.post("/account/identity")
async def leave_to_bind(visit: Visitor) -> Response:
    """To the provider, to bind the person there to this account."""
    return await _leave(visit, {"for": "bind", "next": "/account"})


async def _leave(visit: Visit, kept: dict[str, str]) -> Response:
    try:
        started = await AccessClient(visit.api).start_oidc()
    except ApiError as error:
        return _failed(visit, error)
    until = str(int(now().timestamp()) + MINUTES * 60)
    visit.session.leave(
        {**kept, "state": started.state, "nonce": started.nonce, "verifier": started.code_verifier, "until": until}
    )
    return RedirectResponse(started.authorization_url, 303)


@router.get("/sign-in/oidc/callback")
async def come_back(visit: Guest, code: str = "", state: str = "", error: str = "") -> Response:
    """Back from the provider: what comes must match what was kept, and works once."""
    kept = visit.session.take_leaving()
    fits = bool(kept and state) and secrets.compare_digest(kept.get("state", "").encode(), state.encode())
    if not fits or int(kept.get("until", "0")) < now().timestamp():
        return _notice(visit, "没能登录", LOST, 400)
    if error or not code:
        return _notice(visit, "没有登录", "统一身份认证那边没有完成登录。可以再试一次，或用账号和密码登录。", 401)
    body = {"code": code[:2000], "nonce": kept["nonce"], "code_verifier": kept["verifier"]}
    try:
        if kept["for"] == "bind":
            await AccessClient(visit.api).bind_identity(body)
            visit.say("已绑定，以后可以用统一身份认证登录。")
        else:
            await AccessClient(visit.api).sign_in_oidc(body)
    except ApiError as problem:
        return _failed(visit, problem)
    return see_other(kept["next"])


def _failed(visit: Visit, error: ApiError) -> Response:
    if isinstance(error, ApiUnavailable):
        return _notice(visit, "统一身份认证连不上", DOWN, 503)
    if isinstance(error, ApiProblem):
        return _notice(visit, error.title, error.detail, error.status)
    raise error


def _notice(visit: Visit, title: str, detail: str, status: int) -> Response:
    return visit.page("account/oidc.html", {"title": title, "detail": detail}, status)
