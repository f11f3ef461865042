"""The worker's part: people are moved on their day; what cannot be done says why and is tried again every hour."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.staff import service as staff
from services.api.features.staff_moves import queries, rules
from services.api.features.staff_moves.service_change import do
from services.api.kernel.clock import SetClock
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.ids import new_id
from services.api.kernel.problems import Problem
from services.api.kernel.scope import NATION, Principal
from services.api.settings import Settings

LONGEST_WHY = 500
CLASHES = "和另一项登记冲突，请核对这个人的人事关系"


async def carry_out_due(database: Database, settings: Settings, now: datetime) -> int:
    """Do what is settled for today or an earlier day, each in its own transaction; how many were done.

    Safe to repeat and to kill: a move that was done is not due any more.
    """
    clock, done = SetClock(now), 0
    async with database.reader() as db:
        found = await queries.due(db, clock.today())
    for move_id in found:
        try:
            async with database.writer(clock=clock) as db:
                done += await _carry_out(_worker(db, clock, settings), move_id)
        except (Problem, IntegrityError) as error:
            why = _why(error) if isinstance(error, Problem) else CLASHES
            async with database.writer(clock=clock) as db:
                await _hold(_worker(db, clock, settings), move_id, why)
    return done


def _worker(db: Any, clock: SetClock, settings: Settings) -> Ctx:
    """The worker acts for nobody; who settled the move was asked then."""
    return Ctx(db, Principal("system", new_id(), None, NATION, frozenset()), clock, settings, "")


def _why(problem: Problem) -> str:
    words = problem.errors[0].detail if problem.errors else problem.detail
    return words[:LONGEST_WHY]


async def _carry_out(ctx: Ctx, move_id: UUID) -> int:
    staff_id = await queries.staff_of(ctx.db, move_id)
    if staff_id is None:
        return 0
    await staff.hold(ctx, staff_id)  # before the move, as everybody does
    move = await queries.locked(ctx.db, move_id)
    if move.status not in rules.READY or move.planned_on > ctx.today:
        return 0
    await do(ctx, move)
    return 1


async def _hold(ctx: Ctx, move_id: UUID, why: str) -> None:
    """Remember why; an hourly try that finds the same leaves no further event."""
    move = await queries.locked(ctx.db, move_id)
    if move.status not in rules.READY or move.held_why == why:
        return
    move.held_on, move.held_why = move.held_on or ctx.today, why
    ctx.act(move, "hold")
