"""Ways into accounts: invitations, the identity provider, own sign-ins, handing over, an administrator's look."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.access import (
    CountyContact,
    HandOverOut,
    InvitationOut,
    InvitationsDue,
    InvitationSeen,
    InvitationsMade,
    OidcStart,
    SessionOut,
    ViewOut,
    WaysIn,
)
from services.contracts.accounts import TokenOut
from services.contracts.base import Page
from services.web.api_client.base import Api, Body, Query
from services.web.clock import now


@dataclass(slots=True)
class AccessClient:
    """`auth/…`, `invitations`, `sessions`, `users/…/hand-over` and `…/view-as`."""

    api: Api

    async def ways(self) -> WaysIn:
        """How one can sign in."""
        return await self.api.without_sign_in("GET", "/auth/ways", WaysIn)

    async def contacts(self, q: str) -> list[CountyContact]:
        """Whom to call in the counties that a name means."""
        found = await self.api.without_sign_in("GET", "/auth/contacts", Page[CountyContact], params={"q": q})
        return found.items

    async def look(self, link_token: str) -> InvitationSeen:
        """Whose link it is."""
        return await self.api.without_sign_in("POST", "/invitations/look", InvitationSeen, {"link_token": link_token})

    async def accept(self, body: Body) -> None:
        """Set the password by a link or a code, and be signed in."""
        self._keep(await self.api.without_sign_in("POST", "/invitations/accept", TokenOut, body))

    async def start_oidc(self) -> OidcStart:
        """Where to send the browser."""
        return await self.api.without_sign_in("POST", "/auth/oidc/start", OidcStart)

    async def sign_in_oidc(self, body: Body) -> TokenOut:
        """Sign in with what came back."""
        tokens = await self.api.without_sign_in("POST", "/auth/oidc", TokenOut, body)
        self._keep(tokens)
        return tokens

    async def bind_identity(self, body: Body) -> None:
        """Bind who came back to the own account."""
        await self.api.send("POST", "/me/identity", body=body)

    async def due(self, school_id: str, import_id: str) -> InvitationsDue:
        """How many accounts nobody has used yet, of a school, of one upload, or all."""
        asked: Query = {"school_id": school_id or None, "import_id": import_id or None}
        return await self.api.get("/invitations/due", InvitationsDue, asked)

    def _keep(self, tokens: TokenOut) -> None:
        until = int(now().timestamp()) + tokens.expires_in
        self.api.session.sign_in(tokens.access_token, tokens.refresh_token or "", until)

    async def invite(self, body: Body, key: str) -> InvitationOut:
        """Invite one person; link and code are in the answer, this once."""
        return await self.api.post("/invitations", InvitationOut, body, idempotency_key=key or None)

    async def invite_many(self, body: Body, key: str) -> InvitationsMade:
        """Invite everybody who never signed in."""
        return await self.api.post("/invitations/batch", InvitationsMade, body, idempotency_key=key or None)

    async def open_invitation(self, user_id: UUID) -> InvitationOut | None:
        """The invitation of an account that is still open."""
        found = await self.api.get(f"/invitations?user_id={user_id}&status=open&limit=1", Page[InvitationOut])
        return found.items[0] if found.items else None

    async def revoke_invitation(self, invitation_id: UUID, version: int) -> None:
        """Take an invitation back."""
        await self.api.send("POST", f"/invitations/{invitation_id}/revoke", if_match=version)

    async def hand_over(self, user_id: UUID, body: Body, version: int) -> HandOverOut:
        """Close an account in favour of a colleague's."""
        return await self.api.post(f"/users/{user_id}/hand-over", HandOverOut, body, if_match=version)

    async def view_as(self, user_id: UUID, body: Body) -> None:
        """Look as somebody else; the session is that of the look from now on."""
        view = await self.api.post(f"/users/{user_id}/view-as", ViewOut, body)
        until = int(now().timestamp()) + view.expires_in
        self.api.session.view(view.access_token, view.refresh_token, until)

    async def sessions(self) -> list[SessionOut]:
        """Where the own account is signed in."""
        return (await self.api.get("/sessions", Page[SessionOut])).items

    async def revoke_session(self, session_id: UUID) -> None:
        """End one sign-in."""
        await self.api.send("POST", f"/sessions/{session_id}/revoke")

    async def revoke_others(self) -> None:
        """End all sign-ins but this one."""
        await self.api.send("POST", "/sessions/revoke-all", body={"keep_this": True})
