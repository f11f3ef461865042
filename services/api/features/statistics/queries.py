"""Counting selects over what assignments, pairings and reports expose. One index-friendly scan each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.reports import service as reports
from services.api.features.schools import service as schools
from services.api.features.statistics.dimensions import region
from services.api.features.statistics.rules import ReportCount
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.contracts.codes import PairingStatus

HAVE_BEGUN = (PairingStatus.active, PairingStatus.suspended, PairingStatus.ended)


def paired() -> FromClause:
    """Assignments under pairings that have begun, with both sides of the pairing."""
    rows, pairs = assignments.directory(), pairings.directory()
    sides = (pairs.c.supporting_school_id, pairs.c.recipient_school_id, pairs.c.supporting_county_code,
             pairs.c.recipient_county_code)  # fmt: skip
    begun = pairs.c.status.in_(HAVE_BEGUN)
    return select(*rows.c, *sides).join(pairs, pairs.c.id == rows.c.pairing_id).where(begun).subquery("paired")


@dataclass(frozen=True, slots=True)
class ReportingAsked:
    """A checked request: region, months (first and last inside), groups, and the instant of asking."""

    region_code: str
    months: Sequence[str]
    dimensions: Sequence[str]
    now: datetime


async def report_counts(
    session: AsyncSession, scope: Scope, asked: ReportingAsked
) -> list[tuple[tuple[Any, ...], ReportCount]]:
    """Reports by group and status: the group's values in the order of `dimensions`, then the counts."""
    rows, places = reports.directory(), schools.directory()
    by_township = "township" in asked.dimensions
    source = rows.join(places, places.c.id == rows.c.school_id) if by_township else rows
    columns = [_report_dimension(rows, places, name).label(name) for name in asked.dimensions]
    in_time = func.count().filter(rows.c.first_submitted_at <= rows.c.due_at)
    statement = (
        select(*columns, rows.c.status, func.count(), in_time, func.count().filter(rows.c.due_at < asked.now))
        .select_from(source)
        .where(
            scope.rows([Party(county=rows.c.county_code, school=rows.c.school_id)]),
            below(rows.c.county_code, prefix_of(asked.region_code)),
            rows.c.month.between(asked.months[0], asked.months[-1]),
        )
        .group_by(*columns, rows.c.status)
    )
    return [_report_count(tuple(row)) for row in (await session.execute(statement)).all()]


def _report_dimension(rows: FromClause, places: FromClause, name: str) -> ColumnElement[Any]:
    if name == "township":
        return places.c.township
    return rows.c.month if name == "month" else region(rows.c.county_code, name)


def _report_count(row: Sequence[Any]) -> tuple[tuple[Any, ...], ReportCount]:
    status, count, in_time, past_due = row[-4:]
    return tuple(row[:-4]), ReportCount(status, count, in_time, past_due)
