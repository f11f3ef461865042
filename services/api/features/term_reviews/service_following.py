"""Term reviews go along with their school, and summaries with their person when two records become one."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service as schools
from services.api.features.schools.service import Move
from services.api.features.term_reviews import queries
from services.api.kernel.context import Ctx
from services.api.kernel.moving import Moves
from services.api.kernel.periods import school_year_label
from services.contracts.school_history import Carried


class TermReviewMover:
    """Reviews that the county has not taken; a split leaves them, others stay with the school they were of."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Those that go; in the way are all without a successor, and those of a term for which he has one."""
        if move.staff_ids is not None:
            return []
        taken = await queries.terms_of(ctx.db, move.before)
        kinds: dict[Any, list[str]] = {"move": [], "block": []}
        for each in await queries.live_of_school(ctx.db, move.from_id):
            blocked = move.to_id is None or (each.school_year, each.term) in taken
            kinds["block" if blocked else "move"].append(f"{school_year_label(each.school_year)}学年{each.term.label}")
        return [
            Carried(what="term_reviews", happens=happens, count=len(names), names=names)
            for happens, names in kinds.items()
        ]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend the school of each."""
        if move.staff_ids is not None or move.to_id is None:
            return
        for each in await queries.live_of_school(ctx.db, move.from_id, locked=True):
            schools.record_move(
                ctx.db, move, "term_review", each.id, side="school", county_code=each.county_code
            )  # fmt: skip
            each.school_id = move.to_id
            ctx.act(each, "succession")
        await ctx.db.flush()


async def open_of_school(db: AsyncSession, school_id: UUID, _day: date) -> int:
    """How many reviews of a school the county has not taken; a guard of closing it, on whatever day."""
    return len(await queries.live_of_school(db, school_id))


async def clash(db: AsyncSession, one_id: UUID, other_id: UUID) -> str:
    """What keeps two persons from being one: both are in one review that its school still has; else empty."""
    persons: dict[tuple[Any, ...], set[UUID]] = defaultdict(set)
    for row in await queries.open_of_persons(db, (one_id, other_id)):
        persons[row.school_year, row.term, row.review_id].add(row.person_id)
    for (school_year, term, _), found in persons.items():
        if found == {one_id, other_id}:
            return f"两条记录在{school_year_label(school_year)}学年{term.label}的考核里各有一份总结"
    return ""


async def move_to(db: AsyncSession, moves: Moves, staff_ids: Mapping[UUID, UUID]) -> None:
    """Employments of one person stand for others now: their summaries go along; `staff_ids`: employment → stand-in.

    A review that its school has sent and that names both stays as it was sent.
    """
    rows = await queries.of_staff(db, {*staff_ids, *staff_ids.values()})
    present = {(row.review_id, row.staff_id) for row in rows if row.voided_at is None}
    for row in rows:
        stands = staff_ids.get(row.staff_id) if row.staff_id is not None else None
        if stands is not None and (row.voided_at is not None or (row.review_id, stands) not in present):
            moves.move(row, staff_id=stands)
    await db.flush()
