"""Changing a provincial system's secret without a gap: for some days two are good (E-68.3)."""

from datetime import datetime, timedelta
from uuid import UUID

from services.api.features.clients import queries
from services.api.features.clients.hooks import secret_followers
from services.api.features.clients.models import ClientSecret
from services.api.features.clients.rules import MOST_SECRETS, in_use
from services.api.features.clients.service_views import client, for_change
from services.api.kernel.context import Ctx
from services.api.kernel.passwords import new_secret, secret_digest
from services.api.kernel.problems import Problem
from services.contracts.clients import ClientOut, ClientRotate, SecretEnd


async def rotate_client(ctx: Ctx, client_id: UUID, body: ClientRotate, expected: int) -> ClientOut:
    """A new secret, shown once; the one in use stays good for `overlap_days`, none at 0.

    Raises 403, 404, 412; 409 `state.illegal`, `client.two_secrets` when two are in use already and shall stay so.
    """
    found = await for_change(ctx, client_id, expected, "rotate")
    used = [each for each in await queries.secrets_for_change(ctx.db, client_id) if in_use(each.ends_at, ctx.now)]
    if body.overlap_days and len(used) >= MOST_SECRETS:
        raise Problem("client.two_secrets")
    ends_at = ctx.now + timedelta(days=body.overlap_days)
    for each in used:
        await _end(ctx, each, ends_at)
    secret = new_secret()
    ctx.db.add(ClientSecret(client_id=client_id, digest=secret_digest(secret), made_at=ctx.now))
    found.secret_changes += 1
    await ctx.db.flush()
    return (await client(ctx, client_id)).model_copy(update={"client_secret": secret})


async def end_secret(ctx: Ctx, client_id: UUID, body: SecretEnd, expected: int) -> ClientOut:
    """End one secret now, and the tokens taken with it; also the last one, until a new one is made.

    Raises 403, 404 (also for a secret of another client), 412; 409 `state.illegal`, `client.secret_ended`.
    """
    found = await for_change(ctx, client_id, expected, "end_secret")
    mine = [each for each in await queries.secrets_for_change(ctx.db, client_id) if each.id == body.secret_id]
    if not mine:
        raise Problem("resource.not_found")
    if not in_use(mine[0].ends_at, ctx.now):
        raise Problem("client.secret_ended")
    await _end(ctx, mine[0], ctx.now)
    found.secret_changes += 1
    await ctx.db.flush()
    return await client(ctx, client_id)


async def _end(ctx: Ctx, secret: ClientSecret, at: datetime) -> None:
    """It ends then, or earlier if that was set before."""
    secret.ends_at = at if secret.ends_at is None else min(secret.ends_at, at)
    for follow in secret_followers:
        await follow(ctx, secret.id, secret.ends_at)
