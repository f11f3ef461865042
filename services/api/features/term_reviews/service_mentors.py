"""The mentors of a term: each owes a summary, and what they wrote in the mentor pairs is taken over (HZ-11)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.mentor_pairs import service_entries as mentor_entries
from services.api.features.term_reviews import queries, rules
from services.api.features.term_reviews.models import TermContribution, TermReview
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.history import history
from services.contracts.codes import ContributionKind

LONGEST = 2000


async def take_mentors(ctx: Ctx, review: TermReview) -> None:
    """Write a summary that is owed for each mentor who has none, and hand in what was written since. Three queries."""
    period = rules.period_of(review.school_year, review.term)
    with ctx.db.no_autoflush:
        pairs = await mentor_entries.of_mentors(ctx.db, review.school_id, period)
        present = {each.staff_id: each for each in await queries.entities(ctx.db, review.id)}
        written = [each.id for each in pairs if each.summary]
        days = {m.entity_id: m.at.astimezone(SHANGHAI).date() for m in reversed(await history(ctx.db, written))
                if m.action == "summarise"}  # fmt: skip
    by_mentor: dict[UUID, list[Any]] = defaultdict(list)
    for each in pairs:
        by_mentor[each.mentor_staff_id].append(each)
    for staff_id, own in by_mentor.items():
        found = present.get(staff_id)
        if found is None:
            found = _owed(ctx, review, staff_id)
            _hand_in(found, own, days)
            ctx.db.add(found)
            ctx.act(found, "add")
        elif found.handed_on is None and _hand_in(found, own, days):
            ctx.act(found, "hand_in")
    if ContributionKind.school not in {each.kind for each in present.values()}:
        school = _owed(ctx, review, None)
        ctx.db.add(school)
        ctx.act(school, "add")
    await ctx.db.flush()


def _owed(ctx: Ctx, review: TermReview, staff_id: UUID | None) -> TermContribution:
    return TermContribution(
        review_id=review.id, county_code=review.county_code, other_county_code=review.other_county_code,
        kind=ContributionKind.school if staff_id is None else ContributionKind.mentor, staff_id=staff_id,
        created_at=ctx.now,
    )  # fmt: skip


def _hand_in(found: TermContribution, pairs: Sequence[Any], days: dict[UUID, Any]) -> bool:
    """Take over what a mentor wrote, when every pair has its summary; the day is that of the last one."""
    if not all(each.summary and each.id in days for each in pairs):
        return False
    found.handed_on = max(days[each.id] for each in pairs)
    found.practice = "\n".join(each.summary for each in pairs)[:LONGEST]
    return True
