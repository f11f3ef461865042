"""Months of a school that is merged or closed.

A month stays the month of the school whose month it was: what was sent is untouched, what is still owed the successor
fills in on its behalf.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.reports import queries_school
from services.api.features.schools import service as schools
from services.api.features.schools.service import Move
from services.api.kernel.context import Ctx
from services.api.kernel.words import month_words
from services.contracts.school_history import Carried


async def last_sent(db: AsyncSession, school_ids: Collection[UUID]) -> dict[UUID, str]:
    """School → the last month that it has sent."""
    return await queries_school.last_sent(db, school_ids)


class ReportMover:
    """Months the school still owes: the successor reports them for it; a split leaves them where they are."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Which months."""
        if move.staff_ids is not None:
            return []
        months = await queries_school.owed(ctx.db, move.from_id)
        words = [month_words(month, ctx.today) for month in months]
        return [Carried(what="reports", happens="move" if move.to_id else "stay", count=len(months), names=words)]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Delegate them."""
        if move.staff_ids is None and await queries_school.owed(ctx.db, move.from_id):
            county = await queries_school.county_of(ctx.db, move.from_id)
            await schools.report_on_behalf(ctx.db, move.from_id, move, county)
