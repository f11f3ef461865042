"""以别人的身份查看: an administrator sees the pages as a user does and changes nothing; and back."""

import contextlib
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.web.api_client.access import AccessClient
from services.web.api_client.account import AccountClient
from services.web.api_client.base import ApiError, SignInRequired, ViewEnded
from services.web.api_client.users import UsersClient
from services.web.forms import Form, again
from services.web.inputs import reason
from services.web.visit import Guest, Visitor, see_other

router = APIRouter()
TEMPLATE = "access/view_as.html"
WHY = [reason(hint="会留在记录里，比如：核对月报页面的问题。")]


@router.get("/users/{user_id}/view_as")
async def view_page(visit: Visitor, user_id: UUID) -> Response:
    """Ask why."""
    user = await UsersClient(visit.api).detail(user_id)
    return visit.page(TEMPLATE, {"user": user, "inputs": WHY, "form": Form()})


@router.post("/users/{user_id}/view_as")
async def view(visit: Visitor, user_id: UUID) -> Response:
    """Begin to look; the administrator's own sign-in waits in the cookie."""
    form = Form.of(await visit.form())
    try:
        await AccessClient(visit.api).view_as(user_id, {"reason": form.value("reason").strip()})
    except ApiError as error:
        status = form.take(error)
        user = await UsersClient(visit.api).detail(user_id)
        return again(visit, TEMPLATE, {"user": user, "inputs": WHY}, form, status)
    return see_other("/")


@router.post("/view-as/end")
async def end(visit: Guest) -> Response:
    """End the look at the API and be oneself again."""
    if not visit.session.viewing:
        return see_other("/")
    back = "/users"
    with contextlib.suppress(ApiError, SignInRequired, ViewEnded):
        back = f"/users/{(await AccountClient(visit.api).me()).id}"
        await AccountClient(visit.api).sign_out()
    if visit.session.viewing:
        visit.session.end_view()
    visit.say("已结束查看，现在是你自己的账号。")
    return see_other(back)
