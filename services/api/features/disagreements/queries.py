"""Selects on disagreements."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.disagreements.filters import DisagreementFilter
from services.api.features.disagreements.models import Disagreement, DisagreementAnswer
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Principal, Scope, below, prefix_of
from services.contracts.codes import AssignmentStatus, DisagreementStatus, Role

D: Any = Disagreement
N: Any = DisagreementAnswer
PARTIES = (
    Party(D.home_county_code, D.sending_school_id),
    Party(D.receiving_county_code, D.receiving_school_id),
)
"""Both sides, without the person it is about."""


@cache
def _rows() -> Select[Any]:
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    task, person = assignments.directory(), staff.directory()
    return (
        select(
            *D.__table__.c, person.c.name.label("person_name"), task.c.mode, task.c.subject, task.c.start_on,
            task.c.end_on, task.c.status.label("assignment_status"),
            sending.c.name.label("sending_name"), sending.c.code.label("sending_code"),
            receiving.c.name.label("receiving_name"), receiving.c.code.label("receiving_code"),
        )
        .join_from(Disagreement, task, task.c.id == D.assignment_id)
        .join(person, person.c.staff_id == task.c.staff_id)
        .join(sending, sending.c.id == D.sending_school_id)
        .join(receiving, receiving.c.id == D.receiving_school_id)
    )  # fmt: skip


def _waits_for(principal: Principal) -> ColumnElement[bool]:
    """Open ones: those of its own for a school or county, those it decides for an office above (architecture §5)."""
    if principal.is_school or principal.role is Role.county_coordinator:
        return D.status == DisagreementStatus.open  # type: ignore[no-any-return] # a comparison of a column
    home, receiving = D.home_county_code, D.receiving_county_code
    both = [D.status == DisagreementStatus.open, below(home, principal.prefix), below(receiving, principal.prefix)]
    other_city = func.substr(home, 1, 4) != func.substr(receiving, 1, 4)
    crossing: dict[Role | None, list[ColumnElement[bool]]] = {
        Role.city_supervisor: [or_(home != receiving, home.like("%Z%"))],
        Role.province_supervisor: [other_city],
    }
    return and_(*both, *crossing[principal.role]) if principal.role in crossing else false()


def _asked(scope: Scope, asked: DisagreementFilter) -> list[ColumnElement[bool]]:
    equal = {D.status: asked.status, D.assignment_id: asked.assignment_id, D.raised_by_party: asked.raised_by}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    if asked.school_id:
        found.append(or_(D.sending_school_id == asked.school_id, D.receiving_school_id == asked.school_id))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(D.home_county_code, prefix), below(D.receiving_county_code, prefix)))
    if asked.waiting:
        found.append(_waits_for(scope.principal))
    return found


async def page(db: AsyncSession, scope: Scope, asked: DisagreementFilter, paging: PageAsked) -> Rows:
    """One page of the disagreements in scope, the newest first."""
    statement = _rows().where(scope.rows(PARTIES), *_asked(scope, asked))
    return await page_of(db, statement, paging, [(D.raised_at, datetime), (D.id, UUID)], descending=True)


async def of_plans(db: AsyncSession, scope: Scope, paging: PageAsked) -> Rows:
    """Those in scope about assignments that still wait for confirmations, open and settled, the newest first."""
    statement = _rows().where(scope.rows(PARTIES), assignments.directory().c.status == AssignmentStatus.planned)
    return await page_of(db, statement, paging, [(D.raised_at, datetime), (D.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, disagreement_id: UUID) -> Any:
    """One disagreement in scope with names."""
    statement = _rows().where(D.id == disagreement_id, scope.rows(PARTIES))
    return (await db.execute(statement)).one_or_none()


async def assignment_of(db: AsyncSession, scope: Scope, disagreement_id: UUID) -> UUID | None:
    """The assignment that a disagreement in scope is about."""
    statement = select(D.assignment_id).where(D.id == disagreement_id, scope.rows(PARTIES))
    found: UUID | None = await db.scalar(statement)
    return found


async def locked(db: AsyncSession, disagreement_id: UUID) -> Disagreement:
    """One disagreement, locked; the caller has seen that it is in scope and holds its assignment."""
    return (await db.scalars(select(Disagreement).where(D.id == disagreement_id).with_for_update())).one()


async def open_of(db: AsyncSession, assignment_id: UUID) -> Disagreement | None:
    """The open disagreement about an assignment, locked."""
    rows = select(Disagreement).where(D.assignment_id == assignment_id, D.status == DisagreementStatus.open)
    return (await db.scalars(rows.with_for_update())).one_or_none()


async def answers(db: AsyncSession, disagreement_id: UUID) -> Sequence[Any]:
    """Everything that was said, the first one first."""
    rows = select(*N.__table__.c).where(N.disagreement_id == disagreement_id).order_by(N.said_at, N.id)
    return (await db.execute(rows)).all()


async def ids_of(db: AsyncSession, scope: Scope, assignment_id: UUID) -> Sequence[UUID]:
    """All disagreements about an assignment that the caller's side was a party of."""
    return (await db.scalars(select(D.id).where(D.assignment_id == assignment_id, scope.rows(PARTIES)))).all()
