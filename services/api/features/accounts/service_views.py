"""An administrator looks at the product as somebody else does: reads all, writes nothing, and both are named."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import queries
from services.api.features.accounts.desk import Desk
from services.api.features.accounts.models import SignInSession, UserView
from services.api.features.accounts.rules import ACCOUNTS
from services.api.features.accounts.service_tokens import new_refresh_token
from services.api.features.accounts.service_users import facts_of, state_of
from services.api.kernel import events
from services.api.kernel.context import Ctx
from services.api.kernel.ids import new_id
from services.api.kernel.problems import Problem
from services.contracts.access import ViewOut
from services.contracts.codes import SignInWay

LONGEST = timedelta(hours=1)
"""One look; afterwards a new one with its own reason."""
DEVICE = "系统管理员查看"
MOST_AT_ONCE = 1000


async def view_as(ctx: Ctx, desk: Desk, user_id: UUID, reason: str) -> ViewOut:
    """Tokens that read as the user for at most an hour. Raises 403, 404, 409 `state.illegal`."""
    who = ctx.principal
    user = await queries.visible_one(ctx.db, ctx.scope, user_id)
    if user is None or who.session_id is None:
        raise Problem("resource.not_found")
    ACCOUNTS.take(state_of(user), "view_as", facts_of(ctx, user))
    ends, session_id = ctx.now + LONGEST, new_id()
    refresh, digest = new_refresh_token(session_id)
    view = UserView(viewer_id=who.id, user_id=user.id, region_code=user.region_code, reason=reason, ends_at=ends)
    ctx.db.add(view)
    ctx.act(view, "start", on_behalf_of=user.id)
    await ctx.db.flush()
    own = await queries.session_for_change(ctx.db, who.session_id)
    session = SignInSession(
        id=session_id, user_id=user.id, refresh_digest=digest, bound_to_web=own is not None and own.bound_to_web,
        way=SignInWay.view, device=DEVICE, view_id=view.id, created_at=ctx.now, last_used_at=ctx.now, expires_at=ends,
    )  # fmt: skip
    ctx.db.add(session)
    await ctx.db.flush()
    token = desk.tokens.make(user.id, session_id, "user", ctx.now)
    return ViewOut(access_token=token, expires_in=desk.tokens.lifetime_seconds, refresh_token=refresh, ends_at=ends)


async def end_view(ctx: Ctx) -> None:
    """Note the end of the look that the caller's session is."""
    view = await queries.view_for_change(ctx.db, ctx.principal.session_id)
    if view is not None and view.ended_at is None:
        view.ended_at = ctx.now
        ctx.act(view, "end", on_behalf_of=view.user_id)


async def note_ended_views(db: AsyncSession, now: datetime) -> int:
    """Note the end of looks whose hour is over, or whose session was ended from elsewhere; how many. Once each."""
    over = await queries.views_over(db, now, MOST_AT_ONCE)
    for view, revoked_at in over:
        early = revoked_at is not None and revoked_at < view.ends_at
        view.ended_at = revoked_at if early else view.ends_at
        events.name_action(db, view, "end" if early else "run_out", on_behalf_of=view.user_id)
    await db.flush()
    return len(over)
