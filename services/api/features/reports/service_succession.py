"""Months of a school that is merged or closed, and its months on the timeline.

A month stays the month of the school whose month it was: what was sent is untouched, what is still owed the successor
fills in on its behalf.
"""

from uuid import UUID

from services.api.features.reports import queries_school
from services.api.features.reports.rules import is_late
from services.api.features.schools import service as schools
from services.api.features.schools.service import Move
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.words import month_words
from services.contracts.codes import ReportStatus
from services.contracts.school_history import Carried, HistoryItem

LATEST = 120
"""Ten years of months."""


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


async def school_history(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    """When each month was sent and accepted, for the timeline of a school. One query."""
    told = []
    for row in await queries_school.sent_by(ctx.db, school_id, LATEST):
        words = f"{month_words(row.month, ctx.today)}月报"
        late = is_late(row.first_submitted_at, row.due_at)
        sent_on = row.submitted_at.astimezone(SHANGHAI).date()
        told.append(_item(sent_on, f"{words}已报送" + ("（迟报）" if late else ""), row.id, bad=late))
        if row.status in {ReportStatus.accepted, ReportStatus.published} and row.accepted_at is not None:
            told.append(_item(row.accepted_at.astimezone(SHANGHAI).date(), f"{words}已受理", row.id))
    return told


def _item(on: object, text: str, report_id: UUID, *, bad: bool = False) -> HistoryItem:
    return HistoryItem.model_validate(
        {"on": on, "kind": "report", "text": text, "bad": bad, "noun": "reports", "id": report_id}
    )
