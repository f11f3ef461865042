"""Selects on decisions of joint meetings."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.filters import DecisionFilter
from services.api.features.activities.models import Activity, Decision
from services.api.features.pairings import service as pairings
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import DecisionStatus

D: Any = Decision
A: Any = Activity


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    beside = pairings.beside(
        D, pairing.supporting_county_code, pairing.recipient_county_code, A.held_on.label("met_on"), A.host_school_id,
        A.county_code.label("host_county_code"), A.voided_at,
    )  # fmt: skip
    return beside.join(Activity, A.id == D.activity_id), pairing


def _asked(asked: DecisionFilter, pairing: Any, today: date) -> list[ColumnElement[bool]]:
    found = [A.voided_at.is_(None)]
    found.append(D.status == asked.status if asked.status else D.status != DecisionStatus.void)
    for name in ("pairing_id", "activity_id"):
        value = getattr(asked, name)
        if value is not None:
            found.append(getattr(D, name) == value)
    if asked.overdue:
        found += [D.status == DecisionStatus.open, D.due_on < today]
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        found.append(or_(*(side == asked.school_id for side in sides)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        counties = (pairing.supporting_county_code, pairing.recipient_county_code)
        found.append(or_(*(below(county, prefix) for county in counties)))
    return found


async def page(db: AsyncSession, scope: Scope, asked: DecisionFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the decisions in scope, the earliest last day first; those of void meetings are left out."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(pairings.parties(pairing)), *_asked(asked, pairing, today))
    return await page_of(db, statement, paging, [(D.due_on, date), (D.id, UUID)])


async def row(db: AsyncSession, scope: Scope, decision_id: UUID) -> Any:
    """One decision in scope, with its meeting and both schools."""
    statement, pairing = _rows()
    mine = statement.where(D.id == decision_id, scope.rows(pairings.parties(pairing)))
    return (await db.execute(mine)).one_or_none()


async def locked(db: AsyncSession, decision_id: UUID) -> Decision:
    """The row for a change."""
    return (await db.scalars(select(Decision).where(D.id == decision_id).with_for_update())).one()
