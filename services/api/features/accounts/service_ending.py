"""What ends with an account's password, its closing or a newer invitation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.api.features.accounts import queries, queries_invitations
from services.api.kernel.context import Ctx


async def end_open(ctx: Ctx, user_ids: Sequence[UUID]) -> None:
    """End the open invitations of accounts."""
    for row in await queries_invitations.open_of(ctx.db, user_ids, ctx.now) if user_ids else []:
        row.revoked_at = ctx.now
        ctx.act(row, "revoke")


async def secret_ends(ctx: Ctx, secret_id: UUID, at: datetime) -> None:
    """Tokens that a provincial system took with a secret end with it."""
    await queries.end_sessions_of_secret(ctx.db, secret_id, at)
