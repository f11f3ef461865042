"""Assignments of one person, for the person's page and for merging two records of one person."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import queries_person
from services.api.kernel.context import Ctx
from services.api.kernel.moving import Moves
from services.api.kernel.periods import Period
from services.api.kernel.words import period_words
from services.contracts.persons import ExchangeOut


async def exchanges(db: AsyncSession, person_id: UUID) -> list[ExchangeOut]:
    """Where somebody was sent, the latest first. One query; the caller has checked the scope."""
    return [
        ExchangeOut(
            assignment_id=row.id, sending_school=row.sending_name, receiving_school=row.receiving_name,
            words=f"{row.mode.label}·{row.workload.label}·{row.direction.label}", start_on=row.start_on,
            end_on=row.end_on, status=row.status.value,
        )
        for row in await queries_person.of_person(db, person_id)
    ]  # fmt: skip


async def clash(ctx: Ctx, one_id: UUID, other_id: UUID) -> str:
    """Two assignments, one of each person, that would fill the same days, in words; empty when there are none."""
    ones, others = [await queries_person.exclusive_periods(ctx.db, each) for each in (one_id, other_id)]
    for one in ones:
        for other in others:
            if Period(one.start_on, one.end_on).overlaps(Period(other.start_on, other.end_on)):
                both = (period_words(each.start_on, each.end_on, ctx.today) for each in (one, other))
                return "和".join(both)
    return ""


async def move_to(db: AsyncSession, moves: Moves, from_id: UUID, to_id: UUID, staff_ids: Mapping[UUID, UUID]) -> int:
    """Give all assignments of one person to another; `staff_ids`: employment → the one that stands for it now."""
    rows: Collection[Any] = await queries_person.rows_of_person(db, from_id)
    for row in rows:
        moves.move(row, person_id=to_id, staff_id=staff_ids.get(row.staff_id, row.staff_id))
    await db.flush()
    return len(rows)


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Assignments of these employments that are not among the named ones."""
    return await queries_person.later_of_staff(db, staff_ids, but) if staff_ids else 0
