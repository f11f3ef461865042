"""Ways in that need no token yet: invitations, the identity provider, and whom to call."""

from typing import Annotated

from fastapi import Query, Response

from services.api.features.accounts import service
from services.api.features.accounts.dependencies import AtDesk, SentBy
from services.api.kernel.maintenance import PausedNow, WhenOpen
from services.api.kernel.routing import router as strict_router
from services.contracts.access import (
    CountyContact,
    InvitationAccept,
    InvitationLook,
    InvitationSeen,
    OidcCode,
    OidcStart,
    WaysIn,
)
from services.contracts.accounts import TokenOut
from services.contracts.base import Line, Page

router = strict_router("accounts", "/api/v1")
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@router.get("/auth/ways")
async def ways(desk: AtDesk, paused: PausedNow) -> WaysIn:
    """How one can sign in here, and whether there is maintenance."""
    return service.ways_in(desk, paused)


@router.get("/auth/contacts")
async def contacts(desk: AtDesk, sender: SentBy, q: Annotated[Line, Query(max_length=60)] = "") -> Page[CountyContact]:
    """Office and telephone of the counties that a name of a county or school means; for who cannot get in."""
    return Page(items=await service.county_contacts(desk, sender, q))


@router.post("/invitations/look")
async def look(desk: AtDesk, sender: SentBy, body: InvitationLook, response: Response) -> InvitationSeen:
    """Whose one-time link it is, and until when it works."""
    response.headers.update(NO_STORE)
    return await service.look(desk, sender, body.link_token)


@router.post("/invitations/accept")
async def accept(desk: AtDesk, sender: SentBy, body: InvitationAccept, response: Response, _open: WhenOpen) -> TokenOut:
    """Come in by a link's token or by account name and code; sets the password. Works once."""
    response.headers.update(NO_STORE)
    return await service.accept(desk, sender, body)


@router.post("/auth/oidc/start")
async def start_oidc(desk: AtDesk, sender: SentBy, response: Response) -> OidcStart:
    """Where the web sends the browser to sign in at the identity provider."""
    response.headers.update(NO_STORE)
    return await service.start_oidc(desk, sender)


@router.post("/auth/oidc")
async def sign_in_oidc(desk: AtDesk, sender: SentBy, body: OidcCode, response: Response) -> TokenOut:
    """Tokens for a code of the identity provider; for the web, with its secret."""
    response.headers.update(NO_STORE)
    return await service.sign_in_oidc(desk, sender, body)
