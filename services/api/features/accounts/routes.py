"""Sign-in, the own account and accounts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Request, Response, status

from services.api.features.accounts import service
from services.api.features.accounts.dependencies import AtDesk
from services.api.features.accounts.filters import UserFilter
from services.api.features.accounts.service_sheet import USERS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.passwords import start_code
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.accounts import (
    DisableUser,
    MeOut,
    PasswordChange,
    TokenForm,
    TokenOut,
    UserCreate,
    UserOut,
    UserPatch,
)
from services.contracts.base import Page

router = strict_router("accounts", "/api/v1")
Self = Annotated[Ctx, needs(Permission.self_read)]
NewSelf = Annotated[Ctx, needs(Permission.self_read, before_password=True)]
Leaving = Annotated[Ctx, needs(Permission.self_read, before_password=True, while_viewing=True)]
Reader = Annotated[Ctx, needs(Permission.user_read)]
Manager = Annotated[Ctx, needs(Permission.user_manage)]


async def _start_code(request: Request, _manager: Manager) -> tuple[str, str]:
    """A start code and its hash: after the gate, and before the transaction's first statement."""
    code = start_code()
    return code, await request.app.state.passwords.hash(code)


StartCode = Annotated[tuple[str, str], Depends(_start_code)]


@router.post("/auth/token")
async def token(request: Request, response: Response, desk: AtDesk, form: Annotated[TokenForm, Form()]) -> TokenOut:
    """Tokens for a password, a refresh token or a client's secret (RFC 6749); the secret also by HTTP Basic."""
    response.headers.update({"Cache-Control": "no-store", "Pragma": "no-cache"})
    peer = request.client.host if request.client else ""
    return await service.grant(desk, form, request.headers, peer)


@router.post("/auth/sign-out", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out(ctx: Leaving) -> None:
    """End this sign-in, or an administrator's look at somebody."""
    await service.sign_out(ctx)


@router.get("/me")
async def get_me(ctx: NewSelf, response: Response) -> MeOut:
    """Who is asking."""
    response.headers["Cache-Control"] = "no-store"
    return await service.me(ctx)


@router.post("/me/password", status_code=status.HTTP_204_NO_CONTENT)
async def post_password(ctx: NewSelf, desk: AtDesk, body: PasswordChange) -> None:
    """Set the own password; the present one is the start code at the first sign-in. Other sign-ins end."""
    hashed = await service.new_password_hash(ctx, desk, body)
    await service.set_password(ctx, desk, hashed)


@router.get("/users")
async def list_users(ctx: Reader, page: Paging, asked: Annotated[UserFilter, Depends()]) -> Page[UserOut]:
    """Accounts of the caller's region or school by account name."""
    return await service.users(ctx, page, asked)


offer(
    router,
    USERS,
    needs(Permission.user_read),
    UserFilter,
    lambda ctx, asked, page: service.users(ctx, page, asked),
    path="/users",
)


@router.post("/users", status_code=status.HTTP_201_CREATED, dependencies=[Depends(_start_code), Idempotent])
async def create_user(ctx: Manager, code: StartCode, body: UserCreate, response: Response) -> UserOut:
    """A new account; `start_code` is shown this once and is the password of the first sign-in."""
    made = await service.create_user(ctx, body, *code)
    response.headers.update({"Location": f"/api/v1/users/{made.id}", "Cache-Control": "no-store"})
    return made


@router.get("/users/{user_id}")
async def get_user(ctx: Reader, user_id: UUID) -> UserOut:
    """One account."""
    return await service.user(ctx, user_id)


@router.patch("/users/{user_id}")
async def patch_user(ctx: Manager, user_id: UUID, body: UserPatch, expected: ExpectedVersion) -> UserOut:
    """Change name or phone."""
    return await service.patch_user(ctx, user_id, body, expected)


@router.post("/users/{user_id}/disable")
async def disable_user(ctx: Manager, user_id: UUID, body: DisableUser, expected: ExpectedVersion) -> UserOut:
    """Close an account; its sign-ins end at once."""
    return await service.disable_user(ctx, user_id, body.reason, expected)


@router.post("/users/{user_id}/enable")
async def enable_user(ctx: Manager, user_id: UUID, expected: ExpectedVersion) -> UserOut:
    """Open a closed account again."""
    return await service.enable_user(ctx, user_id, expected)


@router.post("/users/{user_id}/reset")
async def reset_user(
    ctx: Manager, code: StartCode, user_id: UUID, expected: ExpectedVersion, response: Response
) -> UserOut:
    """Give a new start code, shown this once; its sign-ins end."""
    response.headers["Cache-Control"] = "no-store"
    return await service.reset_user(ctx, user_id, *code, expected)
