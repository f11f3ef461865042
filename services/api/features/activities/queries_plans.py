"""Selects on plans and their dates."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.filters import PlannedFilter
from services.api.features.activities.models import Activity, ActivityPlan, PlannedActivity
from services.api.features.pairings import service as pairings
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import month_period
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import PlannedStatus

P: Any = PlannedActivity
L: Any = ActivityPlan
A: Any = Activity
RECORDED = and_(A.planned_activity_id == P.id, A.voided_at.is_(None))
"""The one activity in force that answers a date."""


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    beside = pairings.beside(
        P, pairing.supporting_county_code, pairing.recipient_county_code, L.host, L.type, L.topic,
        A.id.label("activity_id"),
    )  # fmt: skip
    return beside.join(ActivityPlan, L.id == P.plan_id).outerjoin(Activity, RECORDED), pairing


def _in_status(status: PlannedStatus, today: date) -> ColumnElement[bool]:
    unanswered = and_(A.id.is_(None), P.cancelled_on.is_(None))
    conditions: dict[PlannedStatus, ColumnElement[bool]] = {
        PlannedStatus.recorded: A.id.is_not(None),
        PlannedStatus.cancelled: and_(A.id.is_(None), P.cancelled_on.is_not(None)),
        PlannedStatus.missed: and_(unanswered, P.planned_on < today),
        PlannedStatus.planned: and_(unanswered, P.planned_on >= today),
    }
    return conditions[status]


def _asked(asked: PlannedFilter, pairing: Any, today: date) -> list[ColumnElement[bool]]:
    equal = {P.pairing_id: asked.pairing_id, P.plan_id: asked.plan_id}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    if asked.status:
        found.append(_in_status(asked.status, today))
    if asked.open:
        found += [A.id.is_(None), P.cancelled_on.is_(None)]
    if asked.month:
        period = month_period(asked.month)
        found += [P.planned_on >= period.start_on, P.planned_on <= period.end_on]
    if asked.from_on:
        found.append(P.planned_on >= asked.from_on)
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        found.append(or_(*(side == asked.school_id for side in sides)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        counties = (pairing.supporting_county_code, pairing.recipient_county_code)
        found.append(or_(*(below(county, prefix) for county in counties)))
    return found


async def page(db: AsyncSession, scope: Scope, asked: PlannedFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the planned dates in scope, the earliest first."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(pairings.parties(pairing)), *_asked(asked, pairing, today))
    return await page_of(db, statement, paging, [(P.planned_on, date), (P.id, UUID)])


async def row(db: AsyncSession, scope: Scope, planned_id: UUID) -> Any:
    """One date in scope, with its plan and both schools."""
    statement, pairing = _rows()
    return (await db.execute(statement.where(P.id == planned_id, scope.rows(pairings.parties(pairing))))).one_or_none()


async def dates_of(db: AsyncSession, scope: Scope, plan_id: UUID) -> Sequence[Any]:
    """The dates of a plan in scope, in their order."""
    statement, pairing = _rows()
    mine = statement.where(P.plan_id == plan_id, scope.rows(pairings.parties(pairing)))
    rows: Sequence[Any] = (await db.execute(mine.order_by(P.planned_on, P.id))).all()
    return rows


async def plan(db: AsyncSession, scope: Scope, plan_id: UUID) -> ActivityPlan | None:
    """One plan in scope."""
    pairing = pairings.directory()
    mine = select(ActivityPlan).join(pairing, pairing.c.id == L.pairing_id).where(L.id == plan_id)
    return (await db.scalars(mine.where(scope.rows(pairings.parties(pairing.c))))).one_or_none()


async def locked_date(db: AsyncSession, planned_id: UUID) -> Any:
    """(id, pairing_id, planned_on, cancelled_on, activity_id) of a date, locked first: two records wait for each other.

    What recorded it is read once the lock is held.
    """
    held = select(P.id, P.pairing_id, P.planned_on, P.cancelled_on).where(P.id == planned_id).with_for_update()
    found = (await db.execute(held)).one_or_none()
    if found is None:
        return None
    columns = select(P.id, P.pairing_id, P.planned_on, P.cancelled_on, A.id.label("activity_id"))
    answered = columns.join_from(PlannedActivity, Activity, RECORDED, isouter=True).where(P.id == planned_id)
    return (await db.execute(answered)).one()


async def locked(db: AsyncSession, planned_id: UUID) -> PlannedActivity:
    """The row for a change."""
    return (await db.scalars(select(PlannedActivity).where(P.id == planned_id).with_for_update())).one()


async def open_from(db: AsyncSession, mine: ColumnElement[bool], day: date) -> list[PlannedActivity]:
    """Dates from a day on that are neither recorded nor cancelled, locked."""
    rows = select(PlannedActivity).outerjoin(Activity, RECORDED)
    rows = rows.where(mine, A.id.is_(None), P.cancelled_on.is_(None), P.planned_on >= day)
    found = await db.scalars(rows.order_by(P.id).with_for_update(of=PlannedActivity))
    return list(found.all())


def of_plan(plan_id: UUID) -> ColumnElement[bool]:
    """The dates of a plan."""
    found: ColumnElement[bool] = P.plan_id == plan_id
    return found


def under(pairing_id: UUID) -> ColumnElement[bool]:
    """The dates of a pairing."""
    found: ColumnElement[bool] = P.pairing_id == pairing_id
    return found
