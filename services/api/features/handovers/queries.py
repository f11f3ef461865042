"""Selects on handovers: assignments near or past their end, each beside what is written of it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service_beside as assignments
from services.api.features.handovers.filters import HandoverFilter
from services.api.features.handovers.models import Handover
from services.api.features.handovers.rules import ASKED_FOR, NEAR, OVER
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Principal, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import AssignmentStatus, FeedbackStatus, HandoverStatus, Role

M: Any = Handover
OWN = [
    column
    for column in Handover.__table__.c  # type: ignore[attr-defined] # SQLModel gives tables this attribute
    if column.name not in {"id", "assignment_id", "county_code", "other_county_code", "created_at"}
]


def _told() -> tuple[Select[Any], Any, Any]:
    """Every assignment beside what is written of its end, if anything is."""
    statement, task, person = assignments.told_alone()
    found = statement.add_columns(M.id.label("handover_id"), *OWN).outerjoin(Handover, M.assignment_id == task.id)
    return found, task, person


def _ready(task: Any, today: date) -> ColumnElement[bool]:
    ending = and_(task.status == AssignmentStatus.active, task.end_on <= today + NEAR)
    return and_(task.arrived_on.is_not(None), or_(ending, task.status.in_(OVER)))


def _over(task: Any, today: date) -> ColumnElement[bool]:
    return or_(task.end_on < today, task.status.in_(OVER))


def _is(column: Any, status: HandoverStatus | FeedbackStatus) -> ColumnElement[bool]:
    """What is not begun stands where the first state does."""
    equal: ColumnElement[bool] = column == status
    return or_(M.id.is_(None), equal) if status.value == "open" else equal


def _not_handed_over() -> ColumnElement[bool]:
    return _is(M.status, HandoverStatus.open)


def _waits_for(who: Principal, task: Any, today: date) -> ColumnElement[bool]:
    """What only the caller can bring on, of half a year: its feedback, its handover; what it has not read yet."""
    asked_for = and_(_ready(task, today), task.end_on >= today - ASKED_FOR)
    if who.role is Role.teacher:
        return and_(asked_for, _over(task, today), _is(M.feedback_status, FeedbackStatus.open))
    if who.is_school:
        return or_(
            and_(task.receiving_school_id == who.school_id, asked_for, _not_handed_over()),
            and_(task.sending_school_id == who.school_id, M.feedback_status == FeedbackStatus.filed),
        )
    return false()


def _narrowed(scope: Scope, asked: HandoverFilter, task: Any, person: Any, today: date) -> list[ColumnElement[bool]]:
    equal = {task.school_year: asked.school_year, task.id: asked.assignment_id}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value]
    states = ((M.status, asked.status), (M.feedback_status, asked.feedback_status))
    found += [_is(column, status) for column, status in states if status]
    if asked.q:
        found.append(matches(asked.q, person))
    if asked.school_id:
        found.append(or_(task.sending_school_id == asked.school_id, task.receiving_school_id == asked.school_id))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(task.home_county_code, prefix), below(task.receiving_county_code, prefix)))
    if asked.overdue:
        found += [_ready(task, today), _over(task, today), _not_handed_over()]
    if asked.to_do:
        found.append(_waits_for(scope.principal, task, today))
    return found


async def page(db: AsyncSession, scope: Scope, asked: HandoverFilter, today: date, paging: PageAsked) -> Rows:
    """One page of the assignments in scope that are near or past their end and not void, the latest end first."""
    statement, task, person = _told()
    statement = statement.where(
        scope.rows(assignments.parties(task)), or_(M.id.is_not(None), _ready(task, today)),
        task.status != AssignmentStatus.void, *_narrowed(scope, asked, task, person, today),
    )  # fmt: skip
    return await page_of(db, statement, paging, [(task.end_on, date), (task.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Any:
    """One assignment in scope beside what is written of its end."""
    statement, task, _ = _told()
    found = statement.where(task.id == assignment_id, scope.rows(assignments.parties(task)))
    return (await db.execute(found)).one_or_none()


async def locked(db: AsyncSession, handover_id: UUID) -> Handover | None:
    """A handover of any scope, locked for a change."""
    return await db.get(Handover, handover_id, with_for_update=True, populate_existing=True)


async def of_assignment(db: AsyncSession, assignment_id: UUID) -> Handover | None:
    """The same by its assignment."""
    found: Handover | None = await db.scalar(select(Handover).where(M.assignment_id == assignment_id).with_for_update())
    return found


async def id_of(db: AsyncSession, assignment_id: UUID) -> UUID | None:
    """Its id, for the timeline of the assignment."""
    found: UUID | None = await db.scalar(select(M.id).where(M.assignment_id == assignment_id))
    return found
