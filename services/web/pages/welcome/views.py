"""第一次登录: by a one-time link, or by account name and code from a slip or a telephone call; and whom to call."""

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.access import InvitationSeen
from services.web.api_client.access import AccessClient
from services.web.api_client.base import ApiError, ApiProblem
from services.web.forms import Form, again
from services.web.pages.account.views import SHORTEST_PASSWORD
from services.web.pages.account.ways import ways_of
from services.web.visit import Guest, see_other

router = APIRouter()
TEMPLATE = "welcome/page.html"
CODE_REFUSED = frozenset({401, 429})


@router.get("/welcome")
async def by_code(visit: Guest) -> Response:
    """Ask for account name, code and the new password."""
    await ways_of(visit)
    return visit.page(TEMPLATE, {"seen": None, "token": "", "form": None})


@router.get("/welcome/{token}")
async def by_link(visit: Guest, token: str) -> Response:
    """Say whose link it is and ask for the new password; a link that has ended says whom to call."""
    await ways_of(visit)
    try:
        seen = await AccessClient(visit.api).look(token)
    except ApiProblem as problem:
        if problem.status not in {403, 404, 410}:
            raise
        context = {"title": problem.title, "detail": problem.detail}
        return visit.page("welcome/ended.html", context, problem.status)
    return visit.page(TEMPLATE, {"seen": seen, "token": token, "form": None})


@router.post("/welcome")
async def come_in(visit: Guest) -> Response:
    """Set the password, and be in."""
    form = Form.of(await visit.form())
    token, client = form.value("token"), AccessClient(visit.api)
    _check(form)
    status = 422
    if not form.errors:
        typed = {"link_token": token} if token else {"username": form.value("username"), "code": form.value("code")}
        try:
            await client.accept({**typed, "new_password": form.value("new_password")})
        except ApiError as error:
            status = _refused(form, error)
        else:
            visit.say("密码已设好，以后用账号和这个密码登录。")
            return see_other("/")
    return again(visit, TEMPLATE, {"seen": await _seen(client, token), "token": token}, form, status)


async def _seen(client: AccessClient, token: str) -> InvitationSeen | None:
    if not token:
        return None
    try:
        return await client.look(token)
    except ApiError:
        return None


def _check(form: Form) -> None:
    if not form.value("token"):
        if not form.value("username").strip():
            form.add("username", "请填账号")
        if not form.value("code").strip():
            form.add("code", "请填登录码")
    if len(form.value("new_password")) < SHORTEST_PASSWORD:
        form.add("new_password", f"新密码至少{SHORTEST_PASSWORD}个字")
    elif form.value("new_password") != form.value("repeat_password"):
        form.add("repeat_password", "两遍新密码不一样，请再写一遍")


def _refused(form: Form, error: ApiError) -> int:
    if isinstance(error, ApiProblem) and (error.status in CODE_REFUSED or error.status in {403, 404, 410}):
        form.add("code" if error.status == 401 and not form.value("token") else "", error.detail)
        form.summary = error.title
        return error.status
    return form.take(error)


@router.get("/sign-in/help")
async def help_page(visit: Guest, q: str = "") -> Response:
    """忘记密码找谁: office and telephone of a county, found by its name or a school's; never by an account."""
    await ways_of(visit)
    typed = q.strip()[:60]
    found = await AccessClient(visit.api).contacts(typed) if typed else []
    return visit.page("welcome/help.html", {"q": typed, "found": found})
