"""Who may come in and how: inviting, own sign-ins, handing over, an administrator's look."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.accounts import service
from services.api.features.accounts.dependencies import AtDesk
from services.api.features.accounts.filters import DueFilter, InvitationFilter
from services.api.features.accounts.service_sheet import INVITATIONS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.access import (
    HandOver,
    HandOverOut,
    InvitationBatch,
    InvitationCreate,
    InvitationOut,
    InvitationsDue,
    InvitationsMade,
    OidcCode,
    SessionOut,
    SessionsRevoke,
    ViewAs,
    ViewOut,
)
from services.contracts.base import Page

router = strict_router("accounts", "/api/v1")
Self = Annotated[Ctx, needs(Permission.self_read)]
Reader = Annotated[Ctx, needs(Permission.user_read)]
Manager = Annotated[Ctx, needs(Permission.user_manage)]
Administrator = Annotated[Ctx, needs(Permission.user_view_as)]
NO_STORE = {"Cache-Control": "no-store"}


@router.get("/invitations")
async def list_invitations(
    ctx: Reader, page: Paging, asked: Annotated[InvitationFilter, Depends()]
) -> Page[InvitationOut]:
    """Invitations to the accounts of the caller's region or school, newest first."""
    return await service.invitations(ctx, asked, page)


offer(router, INVITATIONS, needs(Permission.user_read), InvitationFilter, service.invitations, path="/invitations")


@router.get("/invitations/due")
async def get_invitations_due(ctx: Manager, asked: Annotated[DueFilter, Depends()]) -> InvitationsDue:
    """How many accounts `POST /invitations/batch` would invite."""
    return await service.invitations_due(ctx, asked)


@router.post("/invitations", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_invitation(ctx: Manager, body: InvitationCreate, response: Response) -> InvitationOut:
    """Invite one person; `link_token` and `slip_code` are shown this once. An open invitation ends."""
    response.headers.update(NO_STORE)
    return await service.invite(ctx, body)


@router.post("/invitations/batch", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_invitations(ctx: Manager, body: InvitationBatch, response: Response) -> InvitationsMade:
    """Invite everybody who never signed in, of a region, a school or one upload of accounts."""
    response.headers.update(NO_STORE)
    return await service.invite_many(ctx, body)


@router.post("/invitations/{invitation_id}/revoke")
async def revoke_invitation(ctx: Manager, invitation_id: UUID, expected: ExpectedVersion) -> InvitationOut:
    """Take an invitation back."""
    return await service.revoke_invitation(ctx, invitation_id, expected)


@router.post("/users/{user_id}/hand-over")
async def hand_over(
    ctx: Reader, user_id: UUID, body: HandOver, expected: ExpectedVersion, response: Response
) -> HandOverOut:
    """Close an account in favour of a colleague's at the same school."""
    response.headers.update(NO_STORE)
    return await service.hand_over(ctx, user_id, body, expected)


@router.post("/users/{user_id}/view-as", status_code=status.HTTP_201_CREATED)
async def view_as(ctx: Administrator, desk: AtDesk, user_id: UUID, body: ViewAs, response: Response) -> ViewOut:
    """Tokens that read as this user for at most an hour and write nothing."""
    response.headers.update(NO_STORE)
    return await service.view_as(ctx, desk, user_id, body.reason)


@router.get("/sessions")
async def list_sessions(ctx: Self, page: Paging) -> Page[SessionOut]:
    """Where the caller is signed in."""
    return await service.sessions(ctx, page)


@router.post("/sessions/revoke-all", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_sessions(ctx: Self, body: SessionsRevoke) -> None:
    """Sign out everywhere."""
    await service.revoke_all(ctx, keep_this=body.keep_this)


@router.post("/sessions/{session_id}/revoke", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_session(ctx: Self, session_id: UUID) -> None:
    """End one of the caller's sign-ins."""
    await service.revoke_one(ctx, session_id)


@router.post("/me/identity", status_code=status.HTTP_204_NO_CONTENT)
async def bind_identity(ctx: Self, desk: AtDesk, body: OidcCode) -> None:
    """Bind the identity provider's person to the caller's account, so that it opens from there too."""
    await service.bind_oidc(ctx, await service.proved_subject(ctx, desk, body))
