"""Selects on vacated posts and who covers them."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.covers.filters import VacancyFilter
from services.api.features.covers.models import PostCover
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.contracts.codes import AssignmentStatus, VacancyState

V: Any = PostCover
S = AssignmentStatus
VACATING = (S.confirmed, S.active, S.completed, S.incomplete, S.terminated)
"""States in which somebody is away, or is about to be."""
COVERING = (S.planned, S.confirmed, S.active, S.completed)
"""States of an assignment by which somebody covers."""


@cache
def _rows() -> tuple[Select[Any], Any]:
    task, person = assignments.directory(), staff.directory()
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    statement = (
        select(
            *task.c, person.c.name.label("person_name"),
            sending.c.name.label("sending_name"), sending.c.code.label("sending_code"),
            receiving.c.name.label("receiving_name"), receiving.c.code.label("receiving_code"),
            _is_covered(task.c).label("is_covered"),
        )
        .join_from(task, person, person.c.staff_id == task.c.staff_id)
        .join(sending, sending.c.id == task.c.sending_school_id)
        .join(receiving, receiving.c.id == task.c.receiving_school_id)
        .where(task.c.exclusive)
    )  # fmt: skip
    return statement, task.c


def _holds(task: Any, coming: Any, colleague: Any) -> ColumnElement[bool]:
    """Who covers still does: the assignment was not refused or ended early, the colleague stays to the end."""
    return or_(
        coming.status.in_(COVERING),
        and_(colleague.staff_id.is_not(None), or_(colleague.ended_on.is_(None), colleague.ended_on >= task.end_on)),
    )


def _is_covered(task: Any) -> ColumnElement[bool]:
    coming, colleague = assignments.directory().alias("holding"), staff.directory().alias("holding_colleague")
    held = (
        select(V.id)
        .outerjoin(coming, coming.c.id == V.covering_assignment_id)
        .outerjoin(colleague, colleague.c.staff_id == V.covering_staff_id)
        .where(V.assignment_id == task.id, ~V.is_void, _holds(task, coming.c, colleague.c))
    )
    return exists(held)


def _asked(task: Any, asked: VacancyFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.assignment_id is not None:
        found.append(task.id == asked.assignment_id)
    if asked.school_year is not None:
        found.append(task.school_year == asked.school_year)
    if asked.school_id is not None:
        found.append(task.sending_school_id == asked.school_id)
    if asked.county_code is not None:
        found.append(below(task.home_county_code, prefix_of(asked.county_code)))
    if asked.state is not None:
        covered = _is_covered(task)
        found.append(covered if asked.state is VacancyState.covered else ~covered)
    return found


async def page(db: AsyncSession, scope: Scope, asked: VacancyFilter, paging: PageAsked) -> Rows:
    """One page of the vacated posts of schools in scope, the latest start first."""
    statement, task = _rows()
    home = Party(task.home_county_code, task.sending_school_id)
    statement = statement.where(scope.rows([home]), task.status.in_(VACATING), *_asked(task, asked))
    return await page_of(db, statement, paging, [(task.start_on, date), (task.id, UUID)], descending=True)


async def covers(db: AsyncSession, assignment_ids: Collection[UUID]) -> Sequence[Any]:
    """Who covers the posts of these assignments, in the order in which they were named. One query."""
    task, coming = assignments.directory().alias("task"), assignments.directory().alias("coming")
    colleague, person = staff.directory().alias("colleague"), staff.directory().alias("person")
    home = schools.directory()
    found = (
        select(
            *V.__table__.c, person.c.name.label("person_name"), coming.c.mode, home.c.id.label("school_id"),
            home.c.name.label("school_name"), home.c.code.label("school_code"),
            _holds(task.c, coming.c, colleague.c).label("holds"),
        )
        .join_from(PostCover, task, task.c.id == V.assignment_id)
        .outerjoin(coming, coming.c.id == V.covering_assignment_id)
        .outerjoin(colleague, colleague.c.staff_id == V.covering_staff_id)
        .join(person, person.c.staff_id == func.coalesce(coming.c.staff_id, V.covering_staff_id))
        .join(home, home.c.id == person.c.school_id)
        .where(V.assignment_id.in_(assignment_ids), ~V.is_void)
    )  # fmt: skip
    return (await db.execute(found.order_by(V.created_at, V.id))).all()


async def candidates(db: AsyncSession, vacated: Any) -> Sequence[Any]:
    """Who comes to the school by an assignment with a day of the absence, the first to come first."""
    coming, person, home = assignments.directory(), staff.directory(), schools.directory()
    found = (
        select(
            coming.c.id, coming.c.mode, coming.c.start_on, coming.c.end_on, person.c.name,
            home.c.name.label("home_name"),
        )
        .join(person, person.c.staff_id == coming.c.staff_id)
        .join(home, home.c.id == coming.c.sending_school_id)
        .where(
            coming.c.receiving_school_id == vacated.sending_school_id, coming.c.person_id != vacated.person_id,
            coming.c.status.in_((S.planned, S.confirmed, S.active)),
            assignments.touches(coming, vacated.start_on, vacated.end_on),
        )
    )  # fmt: skip
    return (await db.execute(found.order_by(coming.c.start_on, coming.c.id))).all()


async def coming(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Any:
    """An assignment to a school in scope: who comes there, and on which days."""
    task = assignments.directory()
    receiving = Party(task.c.receiving_county_code, task.c.receiving_school_id)
    return (await db.execute(select(task).where(task.c.id == assignment_id, scope.rows([receiving])))).one_or_none()


async def colleague(db: AsyncSession, staff_id: UUID) -> Any:
    """An employment."""
    person = staff.directory()
    return (await db.execute(select(person).where(person.c.staff_id == staff_id))).one_or_none()


async def find(db: AsyncSession, cover_id: UUID) -> PostCover | None:
    """One cover of any scope, locked."""
    return (await db.scalars(select(PostCover).where(V.id == cover_id).with_for_update())).one_or_none()


async def of_staff(db: AsyncSession, staff_ids: Collection[UUID]) -> Sequence[PostCover]:
    """Covers by these employments, locked."""
    rows = select(PostCover).where(V.covering_staff_id.in_(staff_ids)).order_by(V.id).with_for_update()
    return (await db.scalars(rows)).all()
