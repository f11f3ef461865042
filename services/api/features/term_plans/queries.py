"""Selects on term plans."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import service as pairings
from services.api.features.term_plans import rules
from services.api.features.term_plans.filters import TermPlanFilter
from services.api.features.term_plans.models import TermPlan
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import TermPlanStatus

P: Any = TermPlan


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    more = (
        pairing.supporting_county_code,
        pairing.recipient_county_code,
        pairing.status.label("pairing_status"),
    )
    return pairings.beside(P, *more), pairing


def _asked(pairing: Any, asked: TermPlanFilter, today: date) -> list[ColumnElement[bool]]:
    equal = {P.pairing_id: asked.pairing_id, P.school_year: asked.school_year, P.span: asked.span}
    found = [column == value for column, value in equal.items() if value is not None]
    found.append(P.status == asked.status if asked.status else P.status.not_in(rules.GONE))
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        found.append(or_(*(side == asked.school_id for side in sides)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(P.county_code, prefix), below(P.other_county_code, prefix)))
    if asked.present:
        found.append(_holds(today))
    return found


def _holds(day: date) -> ColumnElement[bool]:
    year, spans = rules.spans_on(day)
    return and_(P.school_year == year, P.span.in_(spans))


async def page(db: AsyncSession, scope: Scope, asked: TermPlanFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the plans in scope, the latest school year and the newest first."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(pairings.parties(pairing)), *_asked(pairing, asked, today))
    return await page_of(db, statement, paging, [(P.school_year, int), (P.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, plan_id: UUID) -> Any:
    """One plan in scope with the names of both schools."""
    statement, pairing = _rows()
    found = statement.where(P.id == plan_id, scope.rows(pairings.parties(pairing)))
    return (await db.execute(found)).one_or_none()


async def locked(db: AsyncSession, plan_id: UUID) -> TermPlan:
    """One plan, locked and read afresh; the caller has checked the scope."""
    found = select(TermPlan).where(P.id == plan_id).with_for_update().execution_options(populate_existing=True)
    return (await db.scalars(found)).one()


async def agreed_like(db: AsyncSession, plan: TermPlan) -> TermPlan | None:
    """The agreed plan of the same pairing and term, locked."""
    same = (P.pairing_id == plan.pairing_id, P.school_year == plan.school_year, P.span == plan.span)
    found = select(TermPlan).where(*same, P.status == TermPlanStatus.agreed).with_for_update()
    return (await db.scalars(found)).one_or_none()


async def last_revision(db: AsyncSession, plan: TermPlan) -> int:
    """The highest number that a revision of the same pairing and term has had, 0 for none."""
    same = (P.pairing_id == plan.pairing_id, P.school_year == plan.school_year, P.span == plan.span)
    return int(await db.scalar(select(func.max(P.revision)).where(*same)) or 0)


async def open_of(db: AsyncSession, pairing_id: UUID) -> Sequence[TermPlan]:
    """The plans of a pairing that are being written, locked."""
    rows = select(TermPlan).where(P.pairing_id == pairing_id, P.status.in_(rules.OPEN)).order_by(P.id)
    return (await db.scalars(rows.with_for_update())).all()


async def agreed_on(db: AsyncSession, pairing_id: UUID, day: date) -> Sequence[UUID]:
    """The agreed plans of a pairing that hold a day, that of the term before that of the year."""
    mine = select(P.id, P.span).where(P.pairing_id == pairing_id, P.status == TermPlanStatus.agreed, _holds(day))
    _, spans = rules.spans_on(day)
    found = (await db.execute(mine)).all()
    return [each.id for each in sorted(found, key=lambda each: spans.index(each.span))]


def planned(pairing: Any, day: date) -> ColumnElement[bool]:
    """Whether a pairing has an agreed plan that holds a day: a condition for a select of pairings."""
    agreed = select(P.id).where(P.pairing_id == pairing.id, P.status == TermPlanStatus.agreed, _holds(day))
    return agreed.correlate(pairing).exists()


def ids_of_pairing(pairing_id: UUID) -> Select[tuple[UUID]]:
    """Plans of a pairing that the other side has seen."""
    return select(P.id).where(P.pairing_id == pairing_id, P.proposed_on.is_not(None))
