"""Reading assignments: pages, one as a row, and what other features ask."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import service as accounts
from services.api.features.assignments import fields, queries, rules
from services.api.features.assignments.filters import AssignmentFilter
from services.api.features.assignments.rules import Part
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Principal
from services.contracts.accounts import SchoolRef
from services.contracts.assignments import AssignmentRow, MonthState
from services.contracts.base import Page
from services.contracts.codes import AssignmentStatus, ExchangeMode, Workload

month_hook: list[Callable[[AsyncSession, UUID], Awaitable[list[MonthState]]]] = []
"""Who can say what the monthly reports tell of an assignment; filled by the reports."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A person at another school, as reports need it."""

    assignment_id: UUID
    person_id: UUID
    staff_id: UUID
    name: str
    subject: str
    mode: ExchangeMode
    workload: Workload
    status: AssignmentStatus
    sending_school: SchoolRef
    receiving_school: SchoolRef
    start_on: date
    end_on: date
    arrived_on: date | None
    pairing_id: UUID | None
    team_id: UUID | None


def facts_of(principal: Principal, assignment: Any, today: date) -> rules.Facts:
    """What the caller is to an assignment (a row or an entity)."""
    counties = (assignment.home_county_code, assignment.receiving_county_code)
    decides, home_office = decides_between(principal, *counties), coordinates(principal, counties[0])
    acts_for = principal.school_id if principal.is_school else None
    may_confirm = {
        Part.sending: acts_for is not None and acts_for == assignment.sending_school_id,
        Part.receiving: acts_for is not None and acts_for == assignment.receiving_school_id,
        Part.county: decides or home_office,
    }
    return rules.Facts(
        parts=frozenset(part for part, may in may_confirm.items() if may),
        decides=decides,
        home_office=home_office,
        receiving_office=coordinates(principal, counties[1]),
        confirmed=confirmed_parts(assignment),
        over=today >= assignment.end_on,
        begun=today >= assignment.start_on,
    )


CONFIRMATIONS = tuple((part, part.value, f"{part.value}_confirmed_at", f"{part.value}_confirmed_by") for part in Part)
"""Each part, what it is called, and its columns."""


def confirmed_parts(assignment: Any) -> frozenset[Part]:
    """The parts that have confirmed."""
    return frozenset(part for part, _, at, _ in CONFIRMATIONS if getattr(assignment, at) is not None)


def _sending(row: Any) -> SchoolRef:
    return SchoolRef(id=row.sending_school_id, code=row.sending_code, name=row.sending_name)


def _receiving(row: Any) -> SchoolRef:
    return SchoolRef(id=row.receiving_school_id, code=row.receiving_code, name=row.receiving_name)


def _confirmations(row: Any, names: dict[UUID, str]) -> list[dict[str, Any]]:
    return [
        {"by": by, "confirmed_at": getattr(row, at), "confirmed_by": names.get(getattr(row, who))}
        for _, by, at, who in CONFIRMATIONS
    ]


def row_fields(ctx: Ctx, row: Any, names: dict[UUID, str]) -> dict[str, Any]:
    """The fields of an AssignmentRow, before the caller's field set is applied."""
    who = ctx.principal
    allowed = [] if who.is_client else rules.allowed(row.status, facts_of(who, row, ctx.today))
    return {
        "id": row.id,
        "field_set": fields.field_set_of(who, row),
        "version": row.version,
        "allowed_actions": allowed,
        "person_id": row.person_id,
        "staff_id": row.staff_id,
        "name": row.person_name,
        "sending_school": _sending(row),
        "receiving_school": _receiving(row),
        "home_county_code": row.home_county_code,
        "receiving_county_code": row.receiving_county_code,
        "mode": row.mode,
        "direction": row.direction,
        "workload": row.workload,
        "subject": row.subject,
        "start_on": row.start_on,
        "end_on": row.end_on,
        "arrived_on": row.arrived_on,
        "school_year": row.school_year,
        "status": row.status,
        "extended": row.end_on > row.planned_end_on,
        "confirmations": _confirmations(row, names),
        "pairing_id": row.pairing_id,
        "team_id": row.team_id,
    }


def _row_out(ctx: Ctx, row: Any, names: dict[UUID, str]) -> AssignmentRow:
    values = row_fields(ctx, row, names)
    return AssignmentRow.model_validate(fields.shown(values, values["field_set"]))


async def names_of(ctx: Ctx, rows: Sequence[Any], others: Collection[UUID | None] = ()) -> dict[UUID, str]:
    """Names of all who confirmed, and of others: one query. Clients get none."""
    if ctx.principal.is_client:
        return {}
    ids: set[Any] = {getattr(row, who) for row in rows for _, _, _, who in CONFIRMATIONS}
    ids |= set(others)
    return await accounts.names(ctx.db, sorted(ids - {None}))


async def page(ctx: Ctx, asked: AssignmentFilter, paging: PageAsked) -> Page[AssignmentRow]:
    """One page of the assignments in the caller's scope, the latest start first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, by_name=ctx.principal.sees_names)
    names = await names_of(ctx, found.rows)
    return Page(
        items=[_row_out(ctx, row, names) for row in found.rows],
        **found.around(),
    )


async def row_in_scope(ctx: Ctx, assignment_id: UUID) -> Row[Any]:
    """One assignment with names. Raises 404 `resource.not_found`."""
    row: Row[Any] | None = await queries.row(ctx.db, ctx.scope, assignment_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def one(ctx: Ctx, assignment_id: UUID) -> AssignmentRow:
    """One assignment as a row. Raises 404 `resource.not_found`."""
    row = await row_in_scope(ctx, assignment_id)
    return _row_out(ctx, row, await names_of(ctx, [row]))


async def lock(db: AsyncSession, assignment_id: UUID) -> None:
    """Keep everybody else from changing an assignment until the end; the caller has checked the scope."""
    await queries.lock(db, assignment_id)


def directory() -> Subquery:
    """All columns of all assignments, for statistics; no scope of its own: the caller's query has one."""
    return queries.directory()


def _serving(row: Row[Any]) -> Serving:
    return Serving(
        assignment_id=row.id, person_id=row.person_id, staff_id=row.staff_id, name=row.person_name,
        subject=row.subject, mode=row.mode, workload=row.workload, status=row.status, sending_school=_sending(row),
        receiving_school=_receiving(row), start_on=row.start_on, end_on=row.end_on, arrived_on=row.arrived_on,
        pairing_id=row.pairing_id, team_id=row.team_id,
    )  # fmt: skip


async def serving_at(db: AsyncSession, school_id: UUID, period: Period) -> list[Serving]:
    """Who serves at a school on any day of the period, confirmed ones included; in order of start. One query."""
    return [_serving(row) for row in await queries.serving_at(db, school_id, period)]


async def sent_from(db: AsyncSession, school_id: UUID, period: Period) -> list[Serving]:
    """Whom a school has elsewhere on any day of the period. One query."""
    return [_serving(row) for row in await queries.sent_from(db, school_id, period)]


async def of_team(db: AsyncSession, team_id: UUID, period: Period) -> list[Serving]:
    """The members of a team who serve on any day of the period. One query."""
    return [_serving(row) for row in await queries.of_team(db, team_id, period)]


def schools_serving(period: Period) -> Subquery:
    """Column `school_id`: receiving schools with somebody confirmed or in post on any day of the period."""
    return queries.school_ids_serving(period)


async def in_post_after(db: AsyncSession, pairing_id: UUID, day: date) -> int:
    """Open assignments of a pairing that go on after a day; a guard of ending it."""
    return await queries.in_post_after(db, pairing_id, day)


async def open_of_school(db: AsyncSession, school_id: UUID, day: date) -> int:
    """Open assignments of a school that go on after a day; a guard of closing it."""
    return await queries.open_of_school(db, school_id, day)


async def open_of_staff(db: AsyncSession, staff_id: UUID, day: date) -> int:
    """Open assignments of an employment that go on after a day; a guard of ending it."""
    return await queries.open_of_staff(db, staff_id, day)


async def people_of_pairing(db: AsyncSession, pairing: Any) -> tuple[int, int]:
    """Persons in post under a pairing: sent to the recipient school, received from it."""
    return await queries.people_of_pairing(db, pairing.id, pairing.supporting_school_id)
