"""Selects on yearly summaries, and on who owes one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service_beside as assignments
from services.api.features.summaries.filters import DueFilter, SummaryFilter, TallyFilter
from services.api.features.summaries.models import SupportSummary
from services.api.features.summaries.rules import HANDED_IN, NEAR, OWING, OWING_MODES, WRITING, year_meant
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import school_year_period
from services.api.kernel.scope import Principal, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import Role, SummaryStatus

M: Any = SupportSummary
S = SummaryStatus


def of_side(task: Any, school_id: UUID | None, county_code: str | None) -> list[ColumnElement[bool]]:
    """Either side is at the school, or in the region."""
    found: list[ColumnElement[bool]] = []
    if school_id:
        found.append(or_(task.sending_school_id == school_id, task.receiving_school_id == school_id))
    if county_code:
        prefix = prefix_of(county_code)
        found.append(or_(below(task.home_county_code, prefix), below(task.receiving_county_code, prefix)))
    return found


async def page(db: AsyncSession, scope: Scope, asked: SummaryFilter, paging: PageAsked) -> Rows:
    """One page of the summaries in scope, the latest school year first."""
    statement, task, _ = assignments.beside(SupportSummary)
    statement = statement.where(
        scope.rows(assignments.parties(task)), *of_side(task, asked.school_id, asked.county_code)
    )
    equal = {M.assignment_id: asked.assignment_id, M.status: asked.status, M.school_year: asked.school_year}
    statement = statement.where(*(column == value for column, value in equal.items() if value))
    return await page_of(db, statement, paging, [(M.school_year, int), (M.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, summary_id: UUID) -> Any:
    """One summary in scope beside its assignment."""
    statement, task, _ = assignments.beside(SupportSummary)
    found = statement.where(M.id == summary_id, scope.rows(assignments.parties(task)))
    return (await db.execute(found)).one_or_none()


async def locked(db: AsyncSession, summary_id: UUID) -> SupportSummary | None:
    """A summary of any scope, locked for a change."""
    return await db.get(SupportSummary, summary_id, with_for_update=True, populate_existing=True)


async def task_of(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Any:
    """An assignment in scope."""
    statement, task, _ = assignments.told_alone()
    found = statement.where(task.id == assignment_id, scope.rows(assignments.parties(task)))
    return (await db.execute(found)).one_or_none()


def _of_year(task: Any, year: int, today: date) -> list[ColumnElement[bool]]:
    """Served on a day of the school year that has come."""
    whole = school_year_period(year)
    return [task.arrived_on.is_not(None), task.start_on <= min(whole.end_on or today, today),
            task.end_on >= whole.start_on]  # fmt: skip


def _owes(task: Any) -> ColumnElement[bool]:
    return and_(task.mode.in_(OWING_MODES), task.status.in_(OWING))


def _owing(year: int, today: date) -> tuple[Select[Any], Any, Any]:
    """Each assignment that owes a summary for the year or has one, beside the summary if there is one."""
    statement, task, person = assignments.told_alone()
    mine = and_(M.assignment_id == task.id, M.school_year == year)
    columns = [M.id.label("summary_id"), M.status.label("status"), M.grade]
    found = statement.add_columns(*columns).outerjoin(SupportSummary, mine)
    return found.where(or_(M.id.is_not(None), and_(_owes(task), *_of_year(task, year, today)))), task, person


async def due(db: AsyncSession, scope: Scope, asked: DueFilter, today: date, paging: PageAsked) -> Rows:
    """One page of those who owe a summary in scope, the latest start first."""
    year = asked.school_year or year_meant(today)
    statement, task, person = _owing(year, today)
    statement = statement.where(
        scope.rows(assignments.parties(task)), *of_side(task, asked.school_id, asked.county_code)
    )
    if asked.q:
        statement = statement.where(matches(asked.q, person))
    if asked.assignment_id:
        statement = statement.where(task.id == asked.assignment_id)
    if asked.status:
        statement = statement.where(M.status == asked.status)
    if asked.missing or asked.overdue:
        statement = statement.where(_not_in())
    if asked.overdue:
        statement = statement.where(_last_day(task, year) < today)
    if asked.to_do:
        statement = statement.where(_waits_for(scope.principal, task, year, today))
    return await page_of(db, statement, paging, [(task.start_on, date), (task.id, UUID)], descending=True)


def _not_in() -> ColumnElement[bool]:
    return or_(M.id.is_(None), M.status.in_(WRITING))


def _last_day(task: Any, year: int) -> Any:
    last = school_year_period(year).end_on
    return case((task.end_on < last, task.end_on), else_=last)


def _waits_for(who: Principal, task: Any, year: int, today: date) -> ColumnElement[bool]:
    """What only the caller can bring on: its own text, its review, its filing."""
    if who.role is Role.teacher:
        return and_(_not_in(), _last_day(task, year) <= today + NEAR)
    if who.is_school:
        reviewed = S.submitted_to_recipient, S.reviewed
        return or_(
            and_(task.receiving_school_id == who.school_id, M.status.in_(reviewed)),
            and_(task.sending_school_id == who.school_id, M.status == S.forwarded),
        )
    return false()


async def tally(db: AsyncSession, scope: Scope, asked: TallyFilter, year: int, today: date) -> Any:
    """How many owe a summary for the year, and how far those are: one row of numbers."""
    statement, task, _ = _owing(year, today)
    owing = statement.with_only_columns(M.status, _last_day(task, year).label("last_on")).where(
        _owes(task), *_of_year(task, year, today), scope.rows(assignments.parties(task)),
        *of_side(task, asked.school_id, asked.county_code),
    )  # fmt: skip
    rows = owing.subquery("owing")
    late = or_(rows.c.status.is_(None), rows.c.status.in_(WRITING))

    def at_least(*states: SummaryStatus) -> Any:
        return func.count(case((rows.c.status.in_(states), 1)))

    counted = select(
        func.count().label("due"), at_least(*HANDED_IN).label("submitted"),
        at_least(*HANDED_IN[1:]).label("reviewed"), at_least(*HANDED_IN[2:]).label("forwarded"),
        at_least(S.filed).label("filed"), func.count(case((and_(late, rows.c.last_on < today), 1))).label("overdue"),
    )  # fmt: skip
    return (await db.execute(counted.select_from(rows))).one()


async def filed_of(db: AsyncSession, person_id: UUID) -> Sequence[Any]:
    """The filed summaries of somebody, the latest first."""
    statement, task, _ = assignments.beside(SupportSummary)
    found = statement.where(task.person_id == person_id, M.status == S.filed)
    rows: Sequence[Any] = (await db.execute(found.order_by(M.school_year.desc(), M.id))).all()
    return rows
