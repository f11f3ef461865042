"""Selects of successions that are planned for a later day."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.filters import PlanFilter
from services.api.features.schools.models import PlannedSchool, PlannedSuccession
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope
from services.contracts.codes import PlanStatus

P: Any = PlannedSuccession
S: Any = PlannedSchool
DUE_AT_ONCE = 100


def _visible(scope: Scope) -> ColumnElement[bool]:
    """Plans of which a school is in scope."""
    mine = select(S.plan_id).where(scope.rows([Party(S.county_code, S.school_id)]))
    return P.id.in_(mine)  # type: ignore[no-any-return] # a comparison of a column


async def page(db: AsyncSession, scope: Scope, paging: PageAsked, asked: PlanFilter) -> Rows:
    """Plans, the newest first."""
    rows = select(*PlannedSuccession.__table__.c).where(_visible(scope))  # type: ignore[attr-defined] # the table of a model
    if asked.status is not None:
        rows = rows.where(P.status == asked.status)
    if asked.held is not None:
        is_held = P.held_on.is_not(None) if asked.held else P.held_on.is_(None)
        rows = rows.where(P.status == PlanStatus.planned, is_held)
    return await page_of(db, rows, paging, [(P.id, UUID)], descending=True)


async def one(db: AsyncSession, scope: Scope, plan_id: UUID, *, locked: bool = False) -> PlannedSuccession | None:
    """A plan in scope, whatever became of it."""
    rows = select(PlannedSuccession).where(P.id == plan_id, _visible(scope))
    return (await db.scalars(rows.with_for_update() if locked else rows)).one_or_none()


async def of_school(db: AsyncSession, school_id: UUID, *, whatever_became: bool = False) -> Sequence[PlannedSuccession]:
    """The plans of a school that stand, or all it ever had, the next one first."""
    mine = select(S.plan_id).where(S.school_id == school_id)
    rows = select(PlannedSuccession).where(P.id.in_(mine))
    rows = rows if whatever_became else rows.where(P.status == PlanStatus.planned)
    return (await db.scalars(rows.order_by(P.on, P.id))).all()


async def schools_of(db: AsyncSession, plan_ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """Plan → (school_id, county_code), in the order they were written."""
    found: dict[UUID, list[Any]] = {plan_id: [] for plan_id in plan_ids}
    rows = select(S.plan_id, S.school_id, S.county_code).where(S.plan_id.in_(plan_ids)).order_by(S.id)
    for row in await db.execute(rows):
        found[row.plan_id].append(row)
    return found


async def due(db: AsyncSession, day: date) -> Sequence[UUID]:
    """Plans whose day has come, in the order of their days."""
    rows = select(P.id).where(P.status == PlanStatus.planned, P.on <= day).order_by(P.on, P.id).limit(DUE_AT_ONCE)
    return (await db.scalars(rows)).all()


async def due_one(db: AsyncSession, plan_id: UUID) -> PlannedSuccession | None:
    """A plan that still stands, locked."""
    rows = select(PlannedSuccession).where(P.id == plan_id, P.status == PlanStatus.planned)
    return (await db.scalars(rows.with_for_update())).one_or_none()
