"""What every step of a pairing is made of: load it, move it, close it."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import queries, rules
from services.api.features.pairings.models import Pairing
from services.api.features.pairings.service_read import facts_of, one
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem
from services.api.kernel.words import day_words
from services.contracts.codes import PairingStatus
from services.contracts.pairings import PairingRow

Guard = Callable[[AsyncSession, UUID, date], Awaitable[int]]
"""(session, pairing id, last day) → how many persons would still be in post."""
end_guards: list[Guard] = []
"""Filled by the features above this one."""
end_followers: list[Callable[[Ctx, UUID, date], Awaitable[None]]] = []
"""What ends together with a pairing on its last day; filled likewise."""


async def load(ctx: Ctx, pairing_id: UUID, expected: int) -> Pairing:
    """A pairing in scope, locked, in the version that the caller has seen. Raises 404, 412."""
    pairing = await queries.visible(ctx.db, ctx.scope, pairing_id, lock=True)
    if pairing is None:
        raise Problem("resource.not_found")
    check_version(pairing, expected)
    return pairing


def take(ctx: Ctx, pairing: Pairing, action: str) -> None:
    """Take an action of the table and name it. Raises 403, 409 `state.illegal`."""
    move(ctx, pairing, rules.TABLE.take(pairing.status, action, facts_of(ctx.principal, pairing)))
    ctx.act(pairing, action)


def move(ctx: Ctx, pairing: Pairing, after: PairingStatus) -> None:
    """Put it into a state, and note since when."""
    if after is not pairing.status:
        pairing.status, pairing.status_at = after, ctx.now


async def saved(ctx: Ctx, pairing: Pairing) -> PairingRow:
    """Write it and answer with it."""
    await ctx.db.flush()
    return await one(ctx, pairing.id)


async def refuse_people_after(ctx: Ctx, pairing_id: UUID, last_day: date) -> None:
    """Raises 409 `pairing.people_in_post` while somebody serves, or is to serve, under it beyond the day."""
    count = sum([await guard(ctx.db, pairing_id, last_day) for guard in end_guards])
    if count:
        raise Problem("pairing.people_in_post", count=count, day=day_words(last_day, ctx.today))


async def close(ctx: Ctx, pairing: Pairing, last_day: date, reason: str) -> None:
    """Note the last day and why, and end with it what goes with it."""
    pairing.end_on, pairing.closed_reason = last_day, reason
    await end_what_follows(ctx, pairing.id, last_day)


async def end_what_follows(ctx: Ctx, pairing_id: UUID, last_day: date) -> None:
    """End what goes with a pairing on its last day."""
    for follow in end_followers:
        await follow(ctx, pairing_id, last_day)
