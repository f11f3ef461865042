"""Moves go along with their people and schools, or stand in the way."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.service import SHOWN_NAMES, Move
from services.api.features.staff_moves import queries, queries_headcounts
from services.api.features.staff_moves.models import StaffMove
from services.api.kernel.context import Ctx
from services.api.kernel.moving import Moves
from services.contracts.codes import StaffMoveStatus
from services.contracts.school_history import Carried


async def clash(db: AsyncSession, one_id: UUID, other_id: UUID) -> str:
    """What keeps two persons from being one: a live move of each; empty when nothing does."""
    return "两条记录各有一项没办完的调动" if await queries.live_between(db, one_id, other_id) > 1 else ""


async def move_to(db: AsyncSession, moves: Moves, from_id: UUID, to_id: UUID, staff_ids: Mapping[UUID, UUID]) -> None:
    """Give all moves of one person to another; `staff_ids`: employment → the one that stands for it now."""
    for row in await queries.rows_of_person(db, from_id):
        fresh = row.new_staff_id
        moves.move(
            row, person_id=to_id, staff_id=staff_ids.get(row.staff_id, row.staff_id),
            new_staff_id=staff_ids.get(fresh, fresh) if fresh is not None else None,
        )  # fmt: skip
    await db.flush()


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Moves of these employments that are not among the named ones."""
    return await queries.later_of_staff(db, staff_ids, but) if staff_ids else 0


async def open_of_school(db: AsyncSession, school_id: UUID, _day: date) -> int:
    """Live moves from and to a school; a guard of closing it."""
    return await queries.live_of_school(db, school_id)


class StaffMoveMover:
    """Live moves from and to the school; in a split those of the people who go. Surplus measures go as a whole."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Those that go, and those that end because both schools become one; without a successor they are in the
        way."""
        kinds: dict[Any, list[str]] = {"move": [], "end": [], "block": []}
        for row, name in await queries.to_carry(ctx.db, move.from_id, move.staff_ids):
            kinds["block" if move.to_id is None else "end" if _meets(row, move) else "move"].append(name)
        return [
            Carried(what="staff_moves", happens=happens, count=len(names), names=names[:SHOWN_NAMES])
            for happens, names in kinds.items()
            if names
        ]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend the side of each, or take it back."""
        if move.to_id is None:
            return
        for row, _ in await queries.to_carry(ctx.db, move.from_id, move.staff_ids, locked=True):
            _amend(row, move, move.to_id)
            ctx.act(row, "succession")
        if move.staff_ids is None:
            for measure in await queries_headcounts.measures_of_school(ctx.db, move.from_id):
                measure.school_id, measure.county_code = move.to_id, move.to_county or measure.county_code
                ctx.act(measure, "succession")
        await ctx.db.flush()


def _meets(row: StaffMove, move: Move) -> bool:
    """Whether both schools of the move become one."""
    other = row.to_school_id if row.from_school_id == move.from_id else row.from_school_id
    return other == move.to_id or (move.staff_ids is None and other in move.involved)


def _amend(row: StaffMove, move: Move, to_id: UUID) -> None:
    leaves = row.from_school_id == move.from_id
    if _meets(row, move):
        row.status, row.closed_reason = StaffMoveStatus.void, "两所学校合并成一所，不用再调"
        row.held_on, row.held_why = None, ""
    if leaves:
        row.from_school_id, row.county_code = to_id, move.to_county or row.county_code
    else:
        row.to_school_id, row.other_county_code = to_id, move.to_county or row.other_county_code
