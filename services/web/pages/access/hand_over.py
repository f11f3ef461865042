"""交接: a leaving colleague names who takes over; one page, one confirmation."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.accounts import UserOut
from services.contracts.codes import Role
from services.web.api_client.access import AccessClient
from services.web.api_client.base import ApiError
from services.web.api_client.users import UsersClient
from services.web.entry import version_of
from services.web.forms import Form, again
from services.web.pages.access.invitations import link_of, qr_code
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
TEMPLATE = "access/hand_over.html"
NEW = "new"
_SCHOOL = frozenset({Role.school_reporter, Role.school_leader})


@router.get("/users/{user_id}/hand_over")
async def hand_over_page(visit: Visitor, user_id: UUID) -> Response:
    """Ask who takes over."""
    user = await UsersClient(visit.api).detail(user_id)
    if "hand_over" not in user.allowed_actions:
        visit.say("这个账号现在不能交接。")
        return see_other("/account" if user.id == visit.me.id else f"/users/{user_id}")
    return visit.page(TEMPLATE, {**await _context(visit, user), "form": None})


@router.post("/users/{user_id}/hand_over")
async def hand_over(visit: Visitor, user_id: UUID) -> Response:
    """Hand over; the own account closes, and a new colleague's invitation is shown this once."""
    form = Form.of(await visit.form())
    own = user_id == visit.me.id
    body, status = _body(form), 422
    if form.errors:
        form.summary = f"还差{len(form.errors)}处，改好就能交接"
    else:
        try:
            done = await AccessClient(visit.api).hand_over(user_id, body, version_of(form))
        except ApiError as error:
            status = form.take(error, {"colleague_id": "to"})
        else:
            if own:
                visit.session.sign_out()
                visit.request.state.me = None
            made = done.invitation
            link = link_of(visit, made.link_token) if made is not None and made.link_token else ""
            context = {"done": done, "own": own, "link": link, "qr": qr_code(link) if link else ""}
            return visit.page("access/handed_over.html", context)
    user = await UsersClient(visit.api).detail(user_id)
    return again(visit, TEMPLATE, await _context(visit, user), form, status)


def _body(form: Form) -> dict[str, object]:
    chosen = form.value("to")
    if not chosen:
        form.add("to", "请选谁来接")
    if chosen and chosen != NEW:
        return {"colleague_id": chosen}
    if chosen == NEW:
        for name, label in (("name", "姓名"), ("username", "账号名")):
            if not form.value(name).strip():
                form.add(name, f"请填新同事的{label}")
    return {name: form.value(name).strip() for name in ("name", "username", "phone")}


async def _context(visit: Visit, user: UserOut) -> dict[str, object]:
    school = str(user.school.id) if user.school else ""
    found = await UsersClient(visit.api).rows({"school_id": school, "disabled": False, "limit": 50})
    others = [each for each in found.items if each.id != user.id and each.role in _SCHOOL]
    choices = [(str(each.id), f"{each.name}（{each.role.label}）") for each in others]
    return {"user": user, "own": user.id == visit.me.id, "choices": [*choices, (NEW, "新同事，现在开账号")]}
