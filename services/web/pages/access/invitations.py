"""邀请: a one-time link or a printed slip for one account, slips for all who never signed in, taking one back."""

from typing import Annotated
from uuid import UUID

import segno
from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.responses import Response

from services.contracts.access import InvitationOut
from services.web.api_client.access import AccessClient
from services.web.api_client.base import ApiError
from services.web.api_client.regions import RegionsClient
from services.web.api_client.users import UsersClient
from services.web.entry import version_of
from services.web.forms import Form, again
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
CHANNELS = [("link", "一次性链接，用微信、短信发给本人"), ("printed", "打印的登录条，当面给或寄去")]


def link_of(visit: Visit, token: str) -> str:
    """The address that opens the account, as this browser reaches us."""
    scheme = "https" if visit.request.app.state.settings.https else "http"
    return f"{scheme}://{visit.request.headers.get('host', '')}/welcome/{token}"


def qr_code(address: str) -> Markup:
    """The address as a QR code: SVG without inline style, readable with a quarter of it covered."""
    svg = segno.make(address, error="q", micro=False).svg_inline(
        scale=3, border=2, dark="#000000", light="#FFFFFF", omitsize=True, title="登录用的二维码"
    )
    return Markup(svg.replace("<svg ", '<svg class="qr" role="img" ', 1))  # noqa: S704 - drawn by us from an address of ours


@router.get("/users/invite")
async def batch_page(
    visit: Visitor, school: UUID | None = None, of: Annotated[UUID | None, Query(alias="import")] = None
) -> Response:
    """Ask whom to invite: everybody in scope, those of a school, or those of one upload."""
    return visit.page("access/batch.html", {**await _whom(visit, str(school or ""), str(of or "")), "form": None})


async def _whom(visit: Visit, school_id: str, import_id: str) -> dict[str, object]:
    counties = await RegionsClient(visit.api).counties(visit.me.region_code) if visit.me.school is None else []
    due = await AccessClient(visit.api).due(school_id, import_id)
    return {"counties": counties, "school": school_id, "upload": import_id, "due": due}


@router.post("/users/invite")
async def batch(visit: Visitor) -> Response:
    """Invite everybody who never signed in; the answer is the sheets to print, shown this once."""
    form = Form.of(await visit.form())
    body: dict[str, object] = {"channel": "printed", "again": form.value("again") == "1"}
    body |= {name: form.value(name) for name in ("region_code", "school_id", "import_id") if form.value(name)}
    try:
        made = await AccessClient(visit.api).invite_many(body, form.value("idempotency_key"))
    except ApiError as error:
        status = form.take(error)
        whom = await _whom(visit, form.value("school_id"), form.value("import_id"))
        return again(visit, "access/batch.html", whom, form, status)
    slips = [_slip(visit, each) for each in made.items]
    return visit.page("access/slips.html", {"slips": slips, "left_out": made.left_out, "back": _back(form)})


def _back(form: Form) -> str:
    """Where the slips were asked for."""
    upload = form.value("import_id")
    return f"/imports/{UUID(upload)}" if upload else "/users"


def _slip(visit: Visit, made: InvitationOut) -> dict[str, object]:
    link = link_of(visit, made.link_token) if made.link_token else ""
    return {"made": made, "link": link, "qr": qr_code(link) if link else "", "at": link.partition("/welcome/")[0]}


@router.get("/users/{user_id}/invite")
async def invite_page(visit: Visitor, user_id: UUID) -> Response:
    """Ask how the invitation travels."""
    user = await UsersClient(visit.api).detail(user_id)
    if "invite" not in user.allowed_actions:
        visit.say("现在不能邀请：账号已停用，或者不归这个账号管。")
        return see_other(f"/users/{user_id}")
    return visit.page("access/invite.html", {"user": user, "channels": CHANNELS, "form": None})


@router.post("/users/{user_id}/invite")
async def invite(visit: Visitor, user_id: UUID) -> Response:
    """Invite; link and code are shown this once."""
    form = Form.of(await visit.form())
    channel = "printed" if form.value("channel") == "printed" else "link"
    try:
        body = {"user_id": str(user_id), "channel": channel}
        made = await AccessClient(visit.api).invite(body, form.value("idempotency_key"))
    except ApiError as error:
        status = form.take(error)
        user = await UsersClient(visit.api).detail(user_id)
        return again(visit, "access/invite.html", {"user": user, "channels": CHANNELS}, form, status)
    return shown(visit, made, f"/users/{user_id}")


def shown(visit: Visit, made: InvitationOut, back: str) -> Response:
    """The page with link and code, or the slip to print."""
    if made.channel.value == "printed":
        return visit.page("access/slips.html", {"slips": [_slip(visit, made)], "left_out": 0, "back": back})
    return visit.page("access/link.html", {**_slip(visit, made), "back": back})


@router.get("/users/{user_id}/revoke-invitation")
async def ask_revoke(visit: Visitor, user_id: UUID) -> Response:
    """Ask first."""
    user = await UsersClient(visit.api).detail(user_id)
    found = await AccessClient(visit.api).open_invitation(user_id)
    if found is None or "revoke" not in found.allowed_actions:
        visit.say("没有还能用的邀请。")
        return see_other(f"/users/{user_id}")
    return visit.page("access/revoke.html", {"user": user, "invitation": found})


@router.post("/users/{user_id}/revoke-invitation")
async def revoke(visit: Visitor, user_id: UUID) -> Response:
    """Take it back."""
    form = Form.of(await visit.form())
    await AccessClient(visit.api).revoke_invitation(UUID(form.value("invitation_id")), version_of(form))
    visit.say("邀请已收回，链接和登录码都不能用了。")
    return see_other(f"/users/{user_id}")
