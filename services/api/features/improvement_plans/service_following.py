"""Improvement plans go along with their school."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.improvement_plans import queries
from services.api.features.schools import service as schools
from services.api.features.schools.service import Move
from services.api.kernel.context import Ctx
from services.api.kernel.periods import school_year_label
from services.contracts.school_history import Carried


class ImprovementPlanMover:
    """Open plans of the school; a split leaves them where they are, closed ones stay with the school that had them."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Those that go; in the way are all without a successor, and those of a year for which he has one."""
        if move.staff_ids is not None:
            return []
        taken = await queries.years_of(ctx.db, move.before)
        kinds: dict[Any, list[str]] = {"move": [], "block": []}
        for plan in await queries.open_of_school(ctx.db, move.from_id):
            blocked = move.to_id is None or plan.school_year in taken
            kinds["block" if blocked else "move"].append(f"{school_year_label(plan.school_year)}学年")
        return [
            Carried(what="improvement_plans", happens=happens, count=len(names), names=names)
            for happens, names in kinds.items()
        ]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend the school of each."""
        if move.staff_ids is not None or move.to_id is None:
            return
        for plan in await queries.open_of_school(ctx.db, move.from_id, locked=True):
            schools.record_move(
                ctx.db, move, "improvement_plan", plan.id, side="school", county_code=plan.county_code
            )  # fmt: skip
            plan.school_id = move.to_id
            ctx.act(plan, "succession")
        await ctx.db.flush()


async def open_of_school(db: AsyncSession, school_id: UUID, _day: date) -> int:
    """How many plans of a school are not closed; a guard of closing it, on whatever day."""
    return len(await queries.open_of_school(db, school_id))
