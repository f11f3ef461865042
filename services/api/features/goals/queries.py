"""Selects on goals and personal plans."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service_beside as assignments
from services.api.features.goals.filters import GoalFilter, PlanFilter
from services.api.features.goals.models import AssignmentGoal, GoalProgress, PersonalPlan
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import GoalStatus

G: Any = AssignmentGoal
P: Any = PersonalPlan
R: Any = GoalProgress
GONE = (GoalStatus.replaced, GoalStatus.void)


def _of_side(task: Any, school_id: UUID | None, county_code: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if school_id:
        found.append(or_(task.sending_school_id == school_id, task.receiving_school_id == school_id))
    if county_code:
        prefix = prefix_of(county_code)
        found.append(or_(below(task.home_county_code, prefix), below(task.receiving_county_code, prefix)))
    return found


async def goals(db: AsyncSession, scope: Scope, asked: GoalFilter, paging: PageAsked) -> Rows:
    """One page of the goals in scope, the newest first."""
    statement, task, _ = assignments.beside(AssignmentGoal)
    statement = statement.where(
        scope.rows(assignments.parties(task)), *_of_side(task, asked.school_id, asked.county_code)
    )
    statement = statement.where(G.status == asked.status if asked.status else G.status.not_in(GONE))
    if asked.assignment_id:
        statement = statement.where(G.assignment_id == asked.assignment_id)
    if asked.standing:
        statement = statement.where(G.standing == asked.standing, G.status == GoalStatus.agreed)
    if asked.school_year:
        statement = statement.where(task.school_year == asked.school_year)
    return await page_of(db, statement, paging, [(G.created_at, datetime), (G.id, UUID)], descending=True)


async def goal(db: AsyncSession, scope: Scope, goal_id: UUID) -> Any:
    """One goal in scope beside its assignment."""
    statement, task, _ = assignments.beside(AssignmentGoal)
    return (await db.execute(statement.where(G.id == goal_id, scope.rows(assignments.parties(task))))).one_or_none()


async def goals_of(db: AsyncSession, assignment_id: UUID) -> Any:
    """All goals of an assignment, the oldest first; the caller has checked the scope."""
    statement, _, _ = assignments.beside(AssignmentGoal)
    found = statement.where(G.assignment_id == assignment_id).order_by(G.created_at, G.id)
    return (await db.execute(found)).all()


async def progress_of(db: AsyncSession, goal_ids: Collection[UUID]) -> Sequence[GoalProgress]:
    """How goals came along, the latest day first."""
    order = (R.noted_on.desc(), R.noted_at.desc(), R.id.desc())
    return (await db.scalars(select(GoalProgress).where(R.goal_id.in_(goal_ids)).order_by(*order))).all()


async def statuses_of(db: AsyncSession, assignment_id: UUID) -> Sequence[GoalStatus]:
    """How the goals of an assignment stand."""
    return (await db.scalars(select(G.status).where(G.assignment_id == assignment_id))).all()


async def locked_goal(db: AsyncSession, goal_id: UUID) -> AssignmentGoal | None:
    """A goal of any scope, locked for a change."""
    return await db.get(AssignmentGoal, goal_id, with_for_update=True, populate_existing=True)


async def open_goals(db: AsyncSession, assignment_id: UUID) -> Sequence[AssignmentGoal]:
    """The goals of an assignment that wait or hold and are not judged, locked."""
    found = select(AssignmentGoal).where(
        G.assignment_id == assignment_id, G.status.in_((GoalStatus.proposed, GoalStatus.agreed))
    )
    return (await db.scalars(found.order_by(G.id).with_for_update())).all()


async def all_plans(db: AsyncSession, assignment_id: UUID) -> Sequence[PersonalPlan]:
    """The plans of an assignment, locked."""
    found = select(PersonalPlan).where(P.assignment_id == assignment_id)
    return (await db.scalars(found.order_by(P.id).with_for_update())).all()


async def change_of(db: AsyncSession, goal_id: UUID) -> UUID | None:
    """The proposal that is to replace a goal, if one is open."""
    found = select(G.id).where(G.replaces_id == goal_id, G.status == GoalStatus.proposed)
    return (await db.scalars(found.limit(1))).one_or_none()


async def task_of(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Any:
    """An assignment in scope."""
    statement, task, _ = assignments.told_alone()
    found = statement.where(task.id == assignment_id, scope.rows(assignments.parties(task)))
    return (await db.execute(found)).one_or_none()


async def plans(db: AsyncSession, scope: Scope, asked: PlanFilter, paging: PageAsked) -> Rows:
    """One page of the plans in scope, the latest school year first."""
    statement, task, _ = assignments.beside(PersonalPlan)
    statement = statement.where(
        scope.rows(assignments.parties(task)), *_of_side(task, asked.school_id, asked.county_code)
    )
    equal = {
        P.assignment_id: asked.assignment_id, P.status: asked.status, P.school_year: asked.school_year,
        task.receiving_school_id: asked.receiving_school_id,
    }  # fmt: skip
    statement = statement.where(*(column == value for column, value in equal.items() if value))
    return await page_of(db, statement, paging, [(P.school_year, int), (P.id, UUID)], descending=True)


async def plan(db: AsyncSession, scope: Scope, plan_id: UUID) -> Any:
    """One plan in scope beside its assignment."""
    statement, task, _ = assignments.beside(PersonalPlan)
    return (await db.execute(statement.where(P.id == plan_id, scope.rows(assignments.parties(task))))).one_or_none()


async def plans_of(db: AsyncSession, assignment_id: UUID) -> Any:
    """All plans of an assignment, the first school year first; the caller has checked the scope."""
    statement, _, _ = assignments.beside(PersonalPlan)
    return (await db.execute(statement.where(P.assignment_id == assignment_id).order_by(P.school_year))).all()


async def plans_of_person(db: AsyncSession, person_id: UUID, school_year: int) -> Any:
    """Somebody's plans for a school year."""
    statement, task, _ = assignments.beside(PersonalPlan)
    return (await db.execute(statement.where(task.person_id == person_id, P.school_year == school_year))).all()


async def locked_plan(db: AsyncSession, plan_id: UUID) -> PersonalPlan | None:
    """A plan of any scope, locked for a change."""
    return await db.get(PersonalPlan, plan_id, with_for_update=True, populate_existing=True)
