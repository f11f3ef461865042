"""Selects on improvement plans and their milestones."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.improvement_plans.filters import ImprovementFilter, WithoutPlanFilter
from services.api.features.improvement_plans.models import ImprovementMilestone, ImprovementPlan
from services.api.features.improvement_plans.rules import OPEN, UNDER_WAY
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.contracts.codes import ImprovementStatus, PairingStatus

P: Any = ImprovementPlan
M: Any = ImprovementMilestone
OVER = frozenset({PairingStatus.ended, PairingStatus.void})
"""Pairings in which nobody helps any more."""


def _parties(pairing: Any) -> Sequence[Party]:
    """The school and its county, the supporting school and its county."""
    return (
        Party(county=P.county_code, school=P.school_id),
        Party(county=pairing.supporting_county_code, school=pairing.supporting_school_id),
    )


def _of_plan(*more: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    return [M.plan_id == P.id, M.voided_at.is_(None), *more]


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().alias("helps")
    place, helper = schools.directory().alias("place"), schools.directory().alias("helper")
    statement = (
        select(
            *P.__table__.c, place.c.name.label("school_name"), place.c.code.label("school_code"),
            pairing.c.supporting_school_id, pairing.c.supporting_county_code,
            pairing.c.relation, helper.c.name.label("supporting_name"), helper.c.code.label("supporting_code"),
        )
        .join_from(ImprovementPlan, place, place.c.id == P.school_id)
        .outerjoin(pairing, pairing.c.id == P.pairing_id)
        .outerjoin(helper, helper.c.id == pairing.c.supporting_school_id)
    )  # fmt: skip
    return statement, pairing.c


def _shown(today: date) -> tuple[Select[Any], Any]:
    """The rows with how far each is; the counts are looked up by the plan's id."""
    statement, pairing = _rows()
    milestones = select(func.count()).select_from(ImprovementMilestone)
    counts = {
        "milestone_count": milestones.where(*_of_plan()),
        "done_count": milestones.where(*_of_plan(M.done_on.is_not(None))),
        "overdue_count": milestones.where(*_of_plan(M.done_on.is_(None), M.due_on < today)),
        "next_due_on": select(func.min(M.due_on)).where(*_of_plan(M.done_on.is_(None))),
    }
    weak = schools.flagged_weak_on(P.school_id, today).label("weak")
    told = [found.correlate(ImprovementPlan).scalar_subquery().label(name) for name, found in counts.items()]
    return statement.add_columns(*told, weak), pairing


async def page(db: AsyncSession, scope: Scope, asked: ImprovementFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the plans in scope, the latest school year and the newest first."""
    statement, pairing = _shown(today)
    statement = statement.where(scope.rows(_parties(pairing)), *_asked(asked, today))
    return await page_of(db, statement, paging, [(P.school_year, int), (P.id, UUID)], descending=True)


def _asked(asked: ImprovementFilter, today: date) -> list[ColumnElement[bool]]:
    equal = {
        P.school_id: asked.school_id, P.pairing_id: asked.pairing_id, P.school_year: asked.school_year,
        P.result: asked.result,
    }  # fmt: skip
    found = [column == value for column, value in equal.items() if value is not None]
    found.append(P.status == asked.status if asked.status else P.status != ImprovementStatus.void)
    if asked.county_code:
        found.append(below(P.county_code, prefix_of(asked.county_code)))
    if asked.lagging:
        late = exists().where(*_of_plan(M.done_on.is_(None), M.due_on < today))
        found += [P.status.in_(UNDER_WAY), late.correlate(ImprovementPlan)]
    return found


async def row(db: AsyncSession, scope: Scope, plan_id: UUID, today: date) -> Any:
    """One plan in scope with names and counts."""
    statement, pairing = _shown(today)
    return (await db.execute(statement.where(P.id == plan_id, scope.rows(_parties(pairing))))).one_or_none()


async def locked(db: AsyncSession, scope: Scope, plan_id: UUID) -> tuple[ImprovementPlan, Any] | None:
    """One plan in scope, locked for a change, and beside it the columns of the pairing that say who helps."""
    pairing = pairings.directory().alias("helps")
    columns = select(ImprovementPlan, pairing.c.supporting_school_id, pairing.c.supporting_county_code)
    statement = columns.outerjoin(pairing, pairing.c.id == P.pairing_id)
    statement = statement.where(P.id == plan_id, scope.rows(_parties(pairing.c))).with_for_update(of=ImprovementPlan)
    found = (await db.execute(statement.execution_options(populate_existing=True))).one_or_none()
    return None if found is None else (found[0], found)


async def milestones(db: AsyncSession, plan_id: UUID) -> Sequence[ImprovementMilestone]:
    """The schedule of a plan, the earliest day first; what was taken out is left out."""
    rows = select(ImprovementMilestone).where(M.plan_id == plan_id, M.voided_at.is_(None))
    return (await db.scalars(rows.order_by(M.due_on, M.id))).all()


async def milestone(
    db: AsyncSession, plan_id: UUID, milestone_id: UUID, *, locked: bool = False
) -> ImprovementMilestone | None:
    """One step of a plan; for a change it is read fresh, after the plan has been locked."""
    found = select(ImprovementMilestone).where(M.id == milestone_id, M.plan_id == plan_id, M.voided_at.is_(None))
    if locked:
        found = found.with_for_update().execution_options(populate_existing=True)
    return (await db.scalars(found)).one_or_none()


async def plan_of(db: AsyncSession, milestone_id: UUID) -> UUID | None:
    """The plan that a step belongs to."""
    found: UUID | None = await db.scalar(select(M.plan_id).where(M.id == milestone_id))
    return found


async def count_of(db: AsyncSession, plan_id: UUID) -> int:
    """How many steps a plan has."""
    counted = select(func.count()).where(M.plan_id == plan_id, M.voided_at.is_(None))
    return int(await db.scalar(counted) or 0)


async def texts_of(db: AsyncSession, plan_id: UUID) -> dict[UUID, str]:
    """What each step of a plan is called, those that were taken out too."""
    return {row.id: row.what for row in await db.execute(select(M.id, M.what).where(M.plan_id == plan_id))}


async def states(db: AsyncSession, plan_ids: Collection[UUID]) -> dict[UUID, ImprovementStatus]:
    """Where plans stand."""
    found = await db.execute(select(P.id, P.status).where(P.id.in_(plan_ids)))
    return {each.id: each.status for each in found}


async def without_plan(
    db: AsyncSession, scope: Scope, asked: WithoutPlanFilter, paging: PageAsked, *, year: int, today: date
) -> Rows:
    """Open schools in scope that are flagged weak today and have no plan for the year, by code."""
    place = schools.directory()
    has_one = exists().where(P.school_id == place.c.id, P.school_year == year, P.status != ImprovementStatus.void)
    rows = select(place.c.id, place.c.code, place.c.name, place.c.county_code, place.c.township).where(
        scope.rows([Party(county=place.c.county_code, school=place.c.id)]),
        or_(place.c.closed_on.is_(None), place.c.closed_on >= today),
        schools.flagged_weak_on(place.c.id, today), ~has_one,
    )  # fmt: skip
    if asked.county_code:
        rows = rows.where(below(place.c.county_code, prefix_of(asked.county_code)))
    return await page_of(db, rows, paging, [(place.c.code, str)])


async def pairing_for(db: AsyncSession, scope: Scope, pairing_id: UUID) -> Any:
    """(recipient_school_id, supporting_county_code, status) of a pairing in scope."""
    pairing = pairings.directory()
    mine = select(pairing.c.recipient_school_id, pairing.c.supporting_county_code, pairing.c.status)
    mine = mine.where(pairing.c.id == pairing_id, scope.rows(pairings.parties(pairing.c)))
    return (await db.execute(mine)).one_or_none()


async def open_of_school(
    db: AsyncSession, school_id: UUID, *, locked: bool = False
) -> Sequence[ImprovementPlan]:  # fmt: skip
    """The plans of a school that are not closed."""
    rows = select(ImprovementPlan).where(P.school_id == school_id, P.status.in_(OPEN)).order_by(P.id)
    return (await db.scalars(rows.with_for_update() if locked else rows)).all()


async def years_of(db: AsyncSession, school_ids: Collection[UUID]) -> set[int]:
    """The school years for which one of the schools has a plan."""
    rows = select(P.school_year).where(P.school_id.in_(school_ids), P.status != ImprovementStatus.void)
    return set((await db.scalars(rows)).all())


def ids_of_pairing(pairing_id: UUID) -> Select[tuple[UUID]]:
    """Plans under a pairing that have been handed in."""
    return select(P.id).where(P.pairing_id == pairing_id, P.submitted_on.is_not(None))
