"""Selects on arrivals: assignments that begin soon or run, each beside what is arranged."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.arrivals.filters import ArrivalFilter
from services.api.features.arrivals.models import Arrival
from services.api.features.arrivals.rules import ASKED_FOR, CODED, SOON
from services.api.features.assignments import service_beside as assignments
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import AssignmentStatus

M: Any = Arrival
OWN = [
    column
    for column in Arrival.__table__.c  # type: ignore[attr-defined] # SQLModel gives tables this attribute
    if column.name not in {"id", "assignment_id", "county_code", "other_county_code", "created_at"}
]


def _told() -> tuple[Select[Any], Any, Any]:
    """Every assignment beside what is arranged for it, if anything is."""
    statement, task, person = assignments.told_alone()
    found = statement.add_columns(M.id.label("arrival_id"), *OWN).outerjoin(Arrival, M.assignment_id == task.id)
    return found, task, person


def _due(task: Any, today: date) -> ColumnElement[bool]:
    comes = and_(task.status == AssignmentStatus.confirmed, task.start_on <= today + SOON)
    return or_(task.status == AssignmentStatus.active, comes)


def _missing() -> ColumnElement[bool]:
    columns = (getattr(M, item.value) for item in CODED)
    return or_(M.id.is_(None), M.contact == "", *(column.is_(None) for column in columns))


def _narrowed(scope: Scope, asked: ArrivalFilter, task: Any, person: Any, today: date) -> list[ColumnElement[bool]]:
    equal = {task.school_year: asked.school_year, task.id: asked.assignment_id}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value]
    if asked.q:
        found.append(matches(asked.q, person))
    if asked.school_id:
        found.append(or_(task.sending_school_id == asked.school_id, task.receiving_school_id == asked.school_id))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(task.home_county_code, prefix), below(task.receiving_county_code, prefix)))
    if asked.missing or asked.to_do:
        found += [_due(task, today), _missing()]
    if asked.to_do:
        who = scope.principal
        found.append(task.receiving_school_id == who.school_id if who.is_school else false())
        found.append(task.start_on >= today - ASKED_FOR)
    return found


async def page(
    db: AsyncSession, scope: Scope, asked: ArrivalFilter, today: date, paging: PageAsked, *, asks: bool
) -> Rows:  # fmt: skip
    """One page of the assignments in scope that begin soon, run, or have something written, the latest start first.

    `asks` false: the county of the caller asks for nothing, so that nothing is to do.
    """
    statement, task, person = _told()
    statement = statement.where(
        scope.rows(assignments.parties(task)), or_(M.id.is_not(None), _due(task, today)),
        *_narrowed(scope, asked, task, person, today), *([] if asks else [false()]),
    )  # fmt: skip
    return await page_of(db, statement, paging, [(task.start_on, date), (task.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Any:
    """One assignment in scope beside what is arranged for it."""
    statement, task, _ = _told()
    found = statement.where(task.id == assignment_id, scope.rows(assignments.parties(task)))
    return (await db.execute(found)).one_or_none()


async def of_assignment(db: AsyncSession, assignment_id: UUID) -> Arrival | None:
    """What is arranged for an assignment of any scope, locked for a change."""
    found: Arrival | None = await db.scalar(select(Arrival).where(M.assignment_id == assignment_id).with_for_update())
    return found
