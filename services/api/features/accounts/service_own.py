"""The caller's own account: who it is, its password, signing out."""

from typing import Any

from services.api.features.accounts import queries
from services.api.features.accounts.desk import Desk
from services.api.features.accounts.doors import keyed_digest
from services.api.features.accounts.service_ending import end_open
from services.api.features.accounts.service_passwords import check_strength
from services.api.features.accounts.service_sign_in import count_failure, refuse_locked
from services.api.features.accounts.service_views import end_view
from services.api.features.clients import service as clients
from services.api.features.notices import service as notices
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, problem_on
from services.contracts.accounts import MeOut, PasswordChange


async def me(ctx: Ctx) -> MeOut:
    """Who is asking, what they may do, and whom they can call (E-67, E-68)."""
    who = ctx.principal
    named = await regions.names(ctx.db, [who.region_code])
    shared: dict[str, Any] = {
        "id": who.id,
        "kind": who.kind,
        "role": who.role,
        "region_code": who.region_code,
        "region_name": named.get(who.region_code, ""),
        "maintenance": who.paused,
        "scopes": sorted(scope.value for scope in who.scopes),
        "permissions": sorted(permission.value for permission in who.permissions),
    }
    return MeOut(**shared, **(await _client(ctx) if who.is_client else await _user(ctx)))


async def _client(ctx: Ctx) -> dict[str, Any]:
    client_id, name = await clients.named(ctx.db, ctx.principal.id)
    return {"username": client_id, "name": name}


async def _user(ctx: Ctx) -> dict[str, Any]:
    who = ctx.principal
    row = await queries.credentials_of(ctx.db, who.id)
    viewers = await queries.names(ctx.db, [who.viewer_id]) if who.viewer_id else {}
    refs = await schools.refs(ctx.db, [who.school_id]) if who.school_id else {}
    return {
        "username": row.username,
        "name": row.name,
        "school": refs.get(who.school_id) if who.school_id else None,
        "must_set_password": who.must_set_password,
        "viewer": {"id": who.viewer_id, "name": viewers.get(who.viewer_id, "")} if who.viewer_id else None,
        "identity_bound": row.external_subject is not None,
        "unread_notices": await notices.unread(ctx),
        "contact": await regions.contact(ctx.db, who.region_code),
        "session_started_at": await queries.session_started_at(ctx.db, who.session_id) if who.session_id else None,
    }


async def new_password_hash(ctx: Ctx, desk: Desk, body: PasswordChange) -> str:
    """Check the present password and hash the new one, before the use case's transaction begins.

    Wrong ones count as at sign-in, for this account alone. Raises 403 `permission.denied` for clients;
    422 `auth.weak_password`, `auth.wrong_password`; 429 `auth.locked`.
    """
    who = ctx.principal
    if who.is_client:
        raise Problem("permission.denied", who="用个人账号登录的人")
    place = keyed_digest(desk.settings, "own-password", str(who.id))
    async with desk.doors.through(place):
        async with desk.database.fresh_reader() as db:
            row = await queries.credentials_of(db, who.id)
            refuse_locked(await queries.tries(db, place, place), ctx.now)
        await check_strength(desk, row, body.new_password, body.current_password)
        if not await desk.passwords.verify(row.password_hash, body.current_password):
            refusal = await count_failure(desk, place, place, "auth.wrong_password")
            raise refusal if refusal.code == "auth.locked" else problem_on("current_password", refusal.code)
        return await desk.passwords.hash(body.new_password)


async def set_password(ctx: Ctx, desk: Desk, password_hash: str) -> None:
    """Store the new password; every other sign-in of this account ends."""
    who = ctx.principal
    user = await queries.user_for_change(ctx.db, who.id)
    user.password_hash, user.must_set_password = password_hash, False
    ctx.act(user, "set_password")
    place = keyed_digest(desk.settings, "own-password", str(who.id))
    await end_open(ctx, [user.id])
    await queries.forget_tries(ctx.db, place)
    await queries.revoke_sessions(ctx.db, who.id, ctx.now, [who.session_id] if who.session_id else ())


async def sign_out(ctx: Ctx) -> None:
    """End this sign-in: its access and refresh tokens are worthless from now on, and so are looks at others.

    A look at somebody ends as such.
    """
    if ctx.principal.viewer_id is not None:
        await end_view(ctx)
    else:
        await queries.revoke_looks(ctx.db, ctx.principal.id, ctx.now)
    if ctx.principal.session_id is not None:
        await queries.revoke_session(ctx.db, ctx.principal.session_id, ctx.now)
