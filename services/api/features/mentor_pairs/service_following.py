"""Mentor pairs go along with their people, schools and pairings, or end with them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_pairs import queries_others
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.mentor_pairs.rules import SIDES
from services.api.features.mentor_pairs.service_change import close_after
from services.api.features.schools import service as schools
from services.api.features.schools.service import SHOWN_NAMES, Move
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.events import name_action
from services.api.kernel.moving import Moves
from services.contracts.codes import MentorPairStatus
from services.contracts.persons import MentoringOut
from services.contracts.school_history import Carried

AT_ONCE = 1000


async def staff_ends(ctx: Ctx, staff_id: UUID, ended_on: date) -> None:
    """An employment ends: nobody is mentor or mentee after that day."""
    pairs = await queries_others.open_after(ctx.db, queries_others.of_staff(staff_id), ended_on)
    await close_after(ctx, pairs, ended_on, "人事关系结束，师徒结对一并结束")


async def pairing_ends(ctx: Ctx, pairing_id: UUID, end_on: date) -> None:
    """A pairing of schools ends, and with it what stood under it."""
    pairs = await queries_others.open_after(ctx.db, queries_others.under(pairing_id), end_on)
    await close_after(ctx, pairs, end_on, "两校结对结束，师徒结对一并结束")


async def end_run_out(db: AsyncSession, now: datetime) -> int:
    """End reviewed pairs after their last day: nothing is left to do with them. How many; safe to repeat and to kill.

    One without a review stays open, so that its summary can still be written; lists say that it is over.
    """
    pairs = await queries_others.run_out(db, now.astimezone(SHANGHAI).date(), AT_ONCE)
    for pair in pairs:
        pair.status, pair.status_at, pair.ended_on = MentorPairStatus.ended, now, pair.end_on
        name_action(db, pair, "run_out")
    await db.flush()
    return len(pairs)


async def open_of_school(db: AsyncSession, school_id: UUID, day: date) -> int:
    """Open pairs of a school that go on after a day; a guard of closing it."""
    return await queries_others.open_of_school(db, school_id, day)


async def of_person(ctx: Ctx, person_id: UUID) -> list[MentoringOut]:
    """Somebody's pairs as mentor and as mentee, the latest start first. One query; the caller has checked the scope."""
    return [_told(ctx, row, person_id) for row in await queries_others.of_person(ctx.db, person_id)]


def _told(ctx: Ctx, row: Any, person_id: UUID) -> MentoringOut:
    teaches = row.mentor_person_id == person_id
    name, school = (
        (row.mentee_name, row.mentee_school) if teaches else (row.mentor_name, row.mentor_school)
    )  # fmt: skip
    return MentoringOut(
        mentor_pair_id=row.id, is_mentor=teaches, name=name if ctx.principal.sees_names else None, school=school,
        subject=row.subject, start_on=row.start_on, end_on=row.ended_on or row.end_on, status=row.status,
    )  # fmt: skip


async def clash(db: AsyncSession, one_id: UUID, other_id: UUID) -> str:
    """What keeps two persons from being one: a pair of the two, or two open pairs in one subject; empty when nothing
    does."""
    rows = await queries_others.open_between(db, one_id, other_id)
    both = {one_id, other_id}
    if any({row.mentor_person_id, row.mentee_person_id} == both for row in rows):
        return "两条记录互为师徒"
    learnt = {person: {row.subject for row in rows if row.mentee_person_id == person} for person in both}
    shared = sorted(learnt[one_id] & learnt[other_id])
    return f"两条记录都有没结束的{'、'.join(shared)}师徒结对" if shared else ""


async def move_to(db: AsyncSession, moves: Moves, from_id: UUID, to_id: UUID, staff_ids: Mapping[UUID, UUID]) -> None:
    """Give all pairs of one person to another; `staff_ids`: employment → the one that stands for it now."""
    for row in await queries_others.rows_of_person(db, from_id):
        moves.give_person(row, SIDES, from_id, to_id, staff_ids)
    await db.flush()


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Pairs of these employments that are not among the named ones."""
    return await queries_others.later_of_staff(db, staff_ids, but) if staff_ids else 0


class MentorPairMover:
    """Open pairs of the school; in a split those of the people who go."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Those that go; without a successor they are in the way."""
        names = [name for _, name in await queries_others.to_move(ctx.db, move.from_id, move.staff_ids)]
        happens: Any = "block" if move.to_id is None else "move"
        return [Carried(what="mentor_pairs", happens=happens, count=len(names), names=names[:SHOWN_NAMES])]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend each side that was there."""
        for pair, _ in await queries_others.to_move(ctx.db, move.from_id, move.staff_ids, locked=True):
            for side in SIDES:
                if _goes(pair, side, move):
                    county = getattr(pair, f"{side}_county_code")
                    schools.record_move(ctx.db, move, "mentor_pair", pair.id, side=side, county_code=county)
                    setattr(pair, f"{side}_school_id", move.to_id)
            ctx.act(pair, "succession")
        await ctx.db.flush()


def _goes(pair: MentorPair, side: str, move: Move) -> bool:
    is_there = getattr(pair, f"{side}_school_id") == move.from_id
    return is_there and (move.staff_ids is None or getattr(pair, f"{side}_staff_id") in move.staff_ids)
