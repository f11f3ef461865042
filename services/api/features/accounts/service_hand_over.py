"""Leaving: an account is handed over to a named colleague and closes. The school's drafts and duties stay with it."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.accounts import queries, rules
from services.api.features.accounts.models import User
from services.api.features.accounts.service_ending import end_open
from services.api.features.accounts.service_invitations import invite_locked
from services.api.features.accounts.service_users import answer, for_change
from services.api.kernel.context import Ctx
from services.api.kernel.passwords import UNSET
from services.api.kernel.problems import Problem, problem_on
from services.contracts.access import HandOver, HandOverOut

CLOSED_BECAUSE = "已交接给同事"


async def hand_over(ctx: Ctx, user_id: UUID, body: HandOver, expected: int) -> HandOverOut:
    """Close an account in favour of a colleague's at the same school; a new one is made and invited.

    By its owner, or by who manages the account. Raises 403, 404, 409 `state.illegal`, `user.username_taken`, 412,
    422 `hand_over.colleague`, or `request.invalid` on the fields that say who takes over.
    """
    if wrong := rules.successor_problems(body):
        raise Problem("request.invalid", errors=wrong)
    leaving = await for_change(ctx, user_id, expected, "hand_over")
    is_new = body.colleague_id is None
    successor = await (_made(ctx, leaving, body) if is_new else _colleague(ctx, leaving, body.colleague_id))
    leaving.disabled_at, leaving.disable_reason = ctx.now, CLOSED_BECAUSE
    await end_open(ctx, [leaving.id])
    await queries.revoke_sessions(ctx.db, leaving.id, ctx.now)
    invitation = await invite_locked(ctx, successor, body.channel) if is_new else None
    await ctx.db.flush()
    return HandOverOut(successor=await answer(ctx, successor), invitation=invitation)


async def _colleague(ctx: Ctx, leaving: User, colleague_id: Any) -> User:
    found = await queries.visible_one(ctx.db, ctx.scope, colleague_id)
    fits = found is not None and found.id != leaving.id and found.school_id == leaving.school_id
    if not fits or found is None or found.disabled_at is not None or found.role not in rules.SCHOOL_ROLES:
        raise problem_on("colleague_id", "hand_over.colleague")
    return found


async def _made(ctx: Ctx, leaving: User, body: HandOver) -> User:
    made = User(
        username=body.username or "", name=body.name or "", phone=body.phone, role=leaving.role,
        region_code=leaving.region_code, school_id=leaving.school_id, password_hash=UNSET,
    )  # fmt: skip
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
    except IntegrityError as error:
        raise problem_on("username", "user.username_taken") from error
    return made
