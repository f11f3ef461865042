"""What is listed ends with its pairing and with the employment of its person, and goes along when persons are merged.

It follows schools by itself: it hangs on the pairing, and who is not at the school any more does not count.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_listings import queries
from services.api.features.mentor_listings.models import MentorListing
from services.api.kernel.context import Ctx
from services.api.kernel.moving import Moves
from services.contracts.codes import ListingStatus


async def pairing_ends(ctx: Ctx, pairing_id: UUID, end_on: date) -> None:
    """A pairing ends, and with it what is listed under it."""
    rows = await queries.listed(ctx.db, queries.under(pairing_id), end_on)
    await _close_after(ctx, rows, end_on, "pairing_ends", "两校结对结束")


async def staff_ends(ctx: Ctx, staff_id: UUID, ended_on: date) -> None:
    """An employment ends: nobody is offered, or needs a mentor, after that day."""
    rows = await queries.listed(ctx.db, queries.of_staff(staff_id), ended_on)
    await _close_after(ctx, rows, ended_on, "staff_ends", "人事关系结束")


async def _close_after(ctx: Ctx, rows: Sequence[MentorListing], until_on: date, action: str, reason: str) -> None:
    for row in rows:
        if until_on > ctx.today and until_on >= row.start_on:
            row.end_on = until_on
            ctx.act(row, "shorten")
        else:
            row.status, row.status_at, row.closed_reason = ListingStatus.closed, ctx.now, reason
            ctx.act(row, action)
    await ctx.db.flush()


async def clash(db: AsyncSession, one_id: UUID, other_id: UUID) -> str:
    """What keeps two persons from being one: both are listed for the same; empty when not."""
    rows = await queries.listed_of(db, (one_id, other_id))
    same = Counter((row.pairing_id, row.kind, row.subject) for row in rows)
    twice = [subject for (_, _, subject), count in same.items() if count > 1]
    return f"两条记录在同一结对里都列进了{twice[0]}师徒供需" if twice else ""


async def move_to(db: AsyncSession, moves: Moves, staff_ids: Mapping[UUID, UUID]) -> None:
    """Employments of one person stand for others now: their listings go along; `staff_ids`: employment → stand-in."""
    for row in await queries.rows_of(db, list(staff_ids)):
        if row.staff_id is not None:
            moves.move(row, staff_id=staff_ids[row.staff_id])
    await db.flush()
