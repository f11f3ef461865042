"""登录的设备: where the own account is signed in, ending one or all others."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.web.api_client.access import AccessClient
from services.web.visit import Visitor, see_other

router = APIRouter()
PATH = "/account/sessions"


@router.get(PATH)
async def sessions(visit: Visitor) -> Response:
    """The own sign-ins, the newest first."""
    return visit.page("access/sessions.html", {"rows": await AccessClient(visit.api).sessions()})


@router.post(f"{PATH}/others")
async def end_others(visit: Visitor) -> Response:
    """Sign out everywhere else."""
    await AccessClient(visit.api).revoke_others()
    visit.say("别的设备都已退出。")
    return see_other(PATH)


@router.post(PATH + "/{session_id}")
async def end_one(visit: Visitor, session_id: UUID) -> Response:
    """Sign out one device."""
    await AccessClient(visit.api).revoke_session(session_id)
    visit.say("那台设备已退出。")
    return see_other(PATH)
