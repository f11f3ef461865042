"""The caller's own sign-ins: which, and ending them."""

from typing import Any
from uuid import UUID

from services.api.features.accounts import queries
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem
from services.contracts.access import SessionOut
from services.contracts.base import Page


def _refuse_clients(ctx: Ctx) -> None:
    if ctx.principal.is_client:
        raise Problem("permission.denied", who="用个人账号登录的人")


async def sessions(ctx: Ctx, page: PageAsked) -> Page[SessionOut]:
    """One page of the caller's living sign-ins, the newest first. One query."""
    _refuse_clients(ctx)
    rows = queries.living_sessions(ctx.principal.id, ctx.now)
    found = await page_of(ctx.db, rows, page, queries.SESSION_KEYS, descending=True)
    items = [_out(ctx, row) for row in found.rows]
    return Page(items=items, **found.around())


async def revoke_one(ctx: Ctx, session_id: UUID) -> None:
    """End one of the caller's sign-ins. Raises 404; 403 for clients."""
    _refuse_clients(ctx)
    found = await queries.session_for_change(ctx.db, session_id)
    if found is None or found.user_id != ctx.principal.id or found.revoked_at is not None:
        raise Problem("resource.not_found")
    found.revoked_at = ctx.now


async def revoke_all(ctx: Ctx, *, keep_this: bool) -> None:
    """Sign the caller out everywhere, here too unless told otherwise."""
    _refuse_clients(ctx)
    this = ctx.principal.session_id
    await queries.revoke_sessions(ctx.db, ctx.principal.id, ctx.now, [this] if keep_this and this else ())


def _out(ctx: Ctx, row: Any) -> SessionOut:
    return SessionOut(
        id=row.id, device=row.device, way=row.way, first_used_at=row.created_at, last_used_at=row.last_used_at,
        expires_at=row.expires_at, is_this=row.id == ctx.principal.session_id,
    )  # fmt: skip
