"""Mentors offered that nobody has taken up, and needs that nobody meets yet (W-22.1, W-22.2): one line a pairing."""

from uuid import UUID

from services.api.features.mentor_listings import service as mentor_listings
from services.api.features.mentor_listings.service import MentorListingFilter
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.contracts.codes import ListingKind
from services.contracts.mentor_listings import MentorListingRow
from services.contracts.workbench import TodoOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)


async def todos_of_mentors(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Unmet needs for the school that supports, offers that nobody has used for the one that is helped."""
    asked = MentorListingFilter(school_id=school_id, open=True)
    waiting: dict[UUID, list[MentorListingRow]] = {}
    for row in (await mentor_listings.page(ctx, asked, ALL)).items:
        if _waits(row, school_id) and row.start_on <= ctx.today:
            waiting.setdefault(row.pairing_id, []).append(row)
    return [_todo(rows) for rows in waiting.values()]


def _waits(row: MentorListingRow, school_id: UUID) -> bool:
    if row.kind is ListingKind.need:
        return row.supporting_school.id == school_id and row.left > 0
    return row.recipient_school.id == school_id and row.left == row.people


def _todo(rows: list[MentorListingRow]) -> TodoOut:
    """语文2人、数学1人 of the needs, the names of those offered."""
    first = rows[0]
    if first.kind is ListingKind.need:
        left: dict[str, int] = {}
        for row in rows:
            left[row.subject] = left.get(row.subject, 0) + row.left
        name = "、".join(f"{subject}{count}人" for subject, count in left.items())
        return TodoOut(kind="mentor_needs", id=first.pairing_id, name=name, school=first.recipient_school, on=None)
    name = "、".join(dict.fromkeys(row.name or "" for row in rows))
    return TodoOut(kind="mentor_offers", id=first.pairing_id, name=name, school=first.supporting_school, on=None)
