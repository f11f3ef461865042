"""Sign in, first password, sign out, and 我的 with the own account."""

import contextlib
import re

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.web import tabs
from services.web.api_client.account import AccountClient
from services.web.api_client.base import ApiError, ApiProblem, ApiUnavailable
from services.web.forms import Form, again
from services.web.pages.account.ways import ways_of
from services.web.visit import PASSWORD_PATH, Guest, Visitor, see_other

router = APIRouter()

KEPT_PREFIX = "k."
SHORTEST_PASSWORD = 10
STARTING = "系统正在启动，请过几秒再试。"
DOWN = "系统出了点问题，请过几分钟再试。"
CODE = re.compile(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", re.IGNORECASE)
CODE_HINT = "。填的要是登录条上的登录码，请点下面的“手里是登录码或登录条”。"


def own_path(path: str) -> str:
    """Return `path` if it is one of ours, else the start page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-in")) and path.isprintable()
    return path if plain else "/"


@router.get("/sign-in")
async def sign_in_page(visit: Guest, next: str = "", out: bool = False) -> Response:  # noqa: A002, FBT001, FBT002
    """Ask for account and password; who comes with `next` was sent here because the sign-in does not count."""
    if visit.session.signed_in and not next and not out:
        return see_other("/")
    context = _sign_in_context(None, own_path(next), [], signed_out=out)
    return visit.page("account/sign_in.html", {**context, "oidc": await _provider(visit)})


async def _provider(visit: Guest) -> str | None:
    """What the identity provider is called; without an answer the page shows the password alone."""
    ways = await ways_of(visit)
    return ways.oidc if ways is not None else None


@router.post("/sign-in")
async def sign_in(visit: Guest) -> Response:
    """Sign in; what was typed before the sign-in had ended is offered again."""
    typed = await visit.form()
    form, target, kept = Form.of(typed), own_path(str(typed.get("next", "/"))), _kept(typed)
    if not form.value("username").strip():
        form.add("username", "请填账号")
    if not form.value("password"):
        form.add("password", "请填密码")
    if form.errors:
        form.summary = f"还差{len(form.errors)}处，填好就能登录"
        return again(visit, "account/sign_in.html", _sign_in_context(form, target, kept), form, 422)
    try:
        tokens = await AccountClient(visit.api).sign_in(form.value("username").strip().lower(), form.value("password"))
    except ApiError as error:
        status = _refused(form, error)
        return again(visit, "account/sign_in.html", _sign_in_context(form, target, kept), form, status)
    if tokens.must_set_password:
        return see_other(PASSWORD_PATH)
    if kept:
        visit.request.state.me = await AccountClient(visit.api).me()
        return visit.page("account/continue.html", {"action": target, "kept": kept})
    return see_other(target)


@router.post("/sign-out")
async def sign_out(visit: Guest) -> Response:
    """Sign out here and at the API."""
    if visit.session.signed_in:
        with contextlib.suppress(ApiError):
            await AccountClient(visit.api).sign_out()
    visit.session.sign_out()
    return see_other("/sign-in?out=true")


@router.get("/account")
async def account(visit: Visitor) -> Response:
    """我的: account, this device, contact, the tabs the phone folds and the pages beside the tabs."""
    pages = {"folded": tabs.folded_tabs_of(visit.me), "beside": tabs.pages_beside(visit.me)}
    return visit.page("account/account.html", {**pages, "oidc": await _provider(visit)})


@router.get(PASSWORD_PATH)
async def password_page(visit: Visitor) -> Response:
    """Ask for the old and the new password."""
    return visit.page("account/password.html", {"form": None})


@router.post(PASSWORD_PATH)
async def set_password(visit: Visitor) -> Response:
    """Set a new password and go on with it."""
    form = Form.of(await visit.form())
    _check_password(form)
    if form.errors:
        return again(visit, "account/password.html", {}, form, 422)
    try:
        await AccountClient(visit.api).change_password(form.value("current_password"), form.value("new_password"))
    except ApiError as error:
        return again(visit, "account/password.html", {}, form, form.take(error))
    visit.say("新密码已保存，下次用它登录。")
    return see_other("/")


def _check_password(form: Form) -> None:
    if not form.value("current_password"):
        form.add("current_password", "请填现在的密码")
    if len(form.value("new_password")) < SHORTEST_PASSWORD:
        form.add("new_password", f"新密码至少{SHORTEST_PASSWORD}个字")
    elif form.value("new_password") != form.value("repeat_password"):
        form.add("repeat_password", "两遍新密码不一样，请再写一遍")


def _refused(form: Form, error: ApiError) -> int:
    if isinstance(error, ApiProblem) and error.status in {400, 401, 403, 423, 429}:
        coded = error.status == 401 and bool(CODE.fullmatch(form.value("password").strip()))
        form.add(
            "" if error.status in {423, 429} else "password",
            error.detail.rstrip("。") + CODE_HINT if coded else error.detail,
        )
        form.summary = "没能登录"
        return 429 if error.status in {423, 429} else 401
    status = form.take(error)
    if isinstance(error, ApiUnavailable):
        form.notice = f"{STARTING if error.starting else DOWN}账号还在，密码要再填一遍。"
    return status


def _kept(typed: FormData) -> list[tuple[str, str]]:
    pairs = ((name, value) for name, value in typed.multi_items() if isinstance(value, str))
    return [(name.removeprefix(KEPT_PREFIX), value) for name, value in pairs if name.startswith(KEPT_PREFIX)]


def _sign_in_context(
    form: Form | None, target: str, kept: list[tuple[str, str]], *, signed_out: bool = False
) -> dict[str, object]:
    notice = "已退出登录。" if signed_out else ""
    return {"form": form, "next": target, "kept": kept, "notice": notice, "signed_out": signed_out}
