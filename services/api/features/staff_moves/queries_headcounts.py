"""Selects of schools against their approved posts (S-35), and of what is done about a surplus."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service as schools
from services.api.features.schools import service_quota as quota
from services.api.features.staff import service as staff
from services.api.features.staff_moves.filters import HeadcountFilter, SurplusMeasureFilter
from services.api.features.staff_moves.models import SurplusMeasure
from services.api.features.staff_moves.queries import M, expected_at
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import school_year_of, school_year_period
from services.api.kernel.scope import Party, Principal, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import HeadcountState

R: Any = SurplusMeasure
H = HeadcountState
PICKED = 8
PARTY = Party(R.county_code, R.school_id)


def _resolved(school_id: Any, today: date) -> ColumnElement[int]:
    """People of a surplus that was resolved otherwise in the present school year."""
    year = school_year_period(school_year_of(today))
    counted = select(func.coalesce(func.sum(R.people), 0)).where(
        R.school_id == school_id, R.voided_at.is_(None), R.done_on.between(year.start_on, year.end_on)
    )
    return counted.correlate(school_id.table).scalar_subquery()


def _counted(today: date) -> tuple[Select[Any], Any]:
    rows, school = quota.with_posts(today)
    counted = rows.add_columns(
        staff.in_quota_at(school.id).label("in_quota"),
        expected_at(school.id, M.to_school_id).label("coming"),
        expected_at(school.id, M.from_school_id).label("leaving"),
        _resolved(school.id, today).label("resolved"),
    )
    return counted, school


async def rooms(db: AsyncSession, school_ids: Collection[UUID], today: date) -> dict[UUID, Any]:
    """School → its posts and people, for public schools that are open. One query."""
    rows, school = _counted(today)
    return {row.id: row for row in await db.execute(rows.where(school.id.in_(school_ids)))}


async def targets(db: AsyncSession, who: Principal, q: str, today: date) -> Sequence[Any]:
    """Public, open schools of the caller's province that are called so, those of the own county first."""
    rows, school = quota.with_posts(today)
    rows = rows.where(below(school.county_code, who.region_code[:2]), matches(q, school, school.code))
    own = case((below(school.county_code, who.prefix), 0), else_=1)
    found: Sequence[Any] = (await db.execute(rows.order_by(own, school.pinyin, school.id).limit(PICKED))).all()
    return found


def state_of(row: Any) -> ColumnElement[str]:
    """Over, under or as approved, or unknown, from columns with the approved posts and the people in them."""
    return case(
        (row.approved.is_(None), H.unknown.value), (row.in_quota > row.approved, H.over.value),
        (row.in_quota < row.approved, H.under.value), else_=H.even.value,
    )  # fmt: skip


def _listed(scope: Scope, asked: HeadcountFilter, today: date) -> Subquery:
    rows, school = _counted(today)
    rows = rows.where(quota.in_scope(scope))
    if asked.q:
        rows = rows.where(matches(asked.q, school, school.code))
    if asked.county_code:
        rows = rows.where(below(school.county_code, prefix_of(asked.county_code)))
    equal = {school.township: asked.township, school.id: asked.school_id}
    return rows.where(*(column == value for column, value in equal.items() if value)).subquery()


def _with_state(scope: Scope, asked: HeadcountFilter, today: date) -> tuple[Select[Any], Any]:
    row = _listed(scope, asked, today).c
    rows = select(*row, state_of(row).label("state"))
    return rows if asked.state is None else rows.where(state_of(row) == asked.state.value), row


async def page(db: AsyncSession, scope: Scope, asked: HeadcountFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the schools in scope by county and spelling."""
    rows, row = _with_state(scope, asked, today)
    return await page_of(db, rows, paging, [(row.county_code, str), (row.pinyin, str), (row.id, UUID)])


async def sums(db: AsyncSession, scope: Scope, asked: HeadcountFilter, today: date) -> Sequence[Any]:
    """By state: schools, approved posts, people, over all rows of the list. One query."""
    rows, _ = _with_state(scope, asked, today)
    of = rows.subquery().c
    counted = select(
        of.state, func.count().label("schools"), func.coalesce(func.sum(of.approved), 0).label("approved"),
        func.coalesce(func.sum(of.in_quota), 0).label("people"),
    )  # fmt: skip
    return (await db.execute(counted.group_by(of.state))).all()


def _measures() -> tuple[Select[Any], Any]:
    place = schools.directory()
    rows = select(*R.__table__.c, place.c.name.label("school_name"), place.c.code.label("school_code"))
    return rows.join_from(SurplusMeasure, place, place.c.id == R.school_id), place.c


async def measures(db: AsyncSession, scope: Scope, asked: SurplusMeasureFilter, paging: PageAsked) -> Rows:
    """One page of the measures in scope, the latest day first."""
    rows, _ = _measures()
    rows = rows.where(scope.rows([PARTY]))
    if not asked.include_void:
        rows = rows.where(R.voided_at.is_(None))
    if asked.county_code:
        rows = rows.where(below(R.county_code, prefix_of(asked.county_code)))
    equal = {R.school_id: asked.school_id, R.method: asked.method}
    rows = rows.where(*(column == value for column, value in equal.items() if value))
    return await page_of(db, rows, paging, [(R.done_on, date), (R.id, UUID)], descending=True)


async def measure(db: AsyncSession, scope: Scope, measure_id: UUID) -> Any:
    """One measure in scope with the name of its school."""
    rows, _ = _measures()
    return (await db.execute(rows.where(R.id == measure_id, scope.rows([PARTY])))).one_or_none()


async def locked_measure(db: AsyncSession, measure_id: UUID) -> SurplusMeasure:
    """One measure, locked and read afresh; the caller has checked the scope."""
    found = select(SurplusMeasure).where(R.id == measure_id).with_for_update()
    return (await db.scalars(found.execution_options(populate_existing=True))).one()


async def measures_of_school(db: AsyncSession, school_id: UUID) -> Sequence[SurplusMeasure]:
    """All measures of a school, locked."""
    rows = select(SurplusMeasure).where(R.school_id == school_id).order_by(R.id).with_for_update()
    return (await db.scalars(rows)).all()
