"""Counting selects over what assignments, pairings and reports expose. One index-friendly scan each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    and_,
    distinct,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.reports import service as reports
from services.api.features.schools import service as schools
from services.api.features.statistics.rules import LEFT_OUT, REGION_DIMENSIONS, ReportCount
from services.api.kernel.periods import Period, school_year_period
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.contracts.codes import Code, Direction, Outcome, PairingStatus, YearBasis

STATEMENTS_KEPT = 128
"""Systems ask the same question again and again: its statement is built and compiled once."""
HAVE_BEGUN = (PairingStatus.active, PairingStatus.suspended, PairingStatus.ended)


@dataclass(frozen=True, slots=True)
class RotationAsked:
    """A checked request: region, school years (first and last inside), basis, groups and filters."""

    region_code: str
    first_year: int
    last_year: int
    basis: YearBasis
    dimensions: tuple[str, ...]
    filters: tuple[tuple[str, Code], ...]

    @property
    def years(self) -> range:
        """All its school years."""
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True, slots=True)
class RotationTotals:
    """What is counted without groups, and what is left out by reason."""

    assignments: int
    persons: int
    left_out: Mapping[Outcome, int]


@lru_cache(STATEMENTS_KEPT)
def rotation_groups(scope: Scope, asked: RotationAsked) -> Select[Any]:
    """One row a group: its values in the order of `asked.dimensions`, assignments, distinct persons."""
    rows = assignments.directory()
    source, year = _in_years(rows, asked)
    columns = [_dimension(rows, name, year).label(name) for name in asked.dimensions]
    counts = (_times(rows, asked), func.count(distinct(rows.c.person_id)))
    statement = select(*columns, *counts).select_from(source)
    return statement.where(_asked_rows(rows, scope, asked), assignments.has_outcome(rows, Outcome.counted)).group_by(
        *columns
    )


async def rotation_totals(session: AsyncSession, scope: Scope, asked: RotationAsked) -> RotationTotals:
    """Everything in one row: the counted ones, their persons, and the left out by reason."""
    found = (await session.execute(_totals(scope, asked))).one()
    return RotationTotals(found[0], found[1], dict(zip(LEFT_OUT, found[2:], strict=True)))


@lru_cache(STATEMENTS_KEPT)
def _totals(scope: Scope, asked: RotationAsked) -> Select[Any]:
    rows = assignments.directory()
    source, _ = _in_years(rows, asked)
    counted = assignments.has_outcome(rows, Outcome.counted)
    columns = [
        _times(rows, asked).filter(counted),
        func.count(distinct(rows.c.person_id)).filter(counted),
        *(_times(rows, asked).filter(assignments.has_outcome(rows, reason)) for reason in LEFT_OUT),
    ]
    return select(*columns).select_from(source).where(_asked_rows(rows, scope, asked))


def _times(rows: FromClause, asked: RotationAsked) -> Any:
    """An assignment that lies in two of the asked years is one assignment all the same."""
    several = asked.basis is YearBasis.in_post and len(asked.years) > 1
    return func.count(distinct(rows.c.id)) if several else func.count()


def _in_years(rows: FromClause, asked: RotationAsked) -> tuple[FromClause, ColumnElement[Any]]:
    """The rows joined with the school years they belong to, and the column that names the year."""
    if asked.basis is YearBasis.started:
        return rows, rows.c.school_year
    years = _year_table(asked.years)
    return rows.join(years, assignments.touches(rows, years.c.first_on, years.c.last_on)), years.c.year


def _year_table(years: range) -> FromClause:
    selects = [_year_row(year, school_year_period(year)) for year in years]
    return union_all(*selects).subquery("years")


def _year_row(year: int, period: Period) -> Select[Any]:
    facts: dict[str, ColumnElement[Any]] = {
        "year": literal(year, Integer),
        "first_on": literal(period.start_on, Date),
        "last_on": literal(period.end_on, Date),
    }
    return select(*(value.label(name) for name, value in facts.items()))


def _asked_rows(rows: FromClause, scope: Scope, asked: RotationAsked) -> ColumnElement[bool]:
    at_region = assignments.counted_at(rows, scope, asked.region_code)
    return and_(_years_of(rows, asked), at_region, *assignments.facts_are(rows, dict(asked.filters)))


def _years_of(rows: FromClause, asked: RotationAsked) -> ColumnElement[bool]:
    """The school year of the row is that of its first day: what lies in a year began in it or before."""
    if asked.basis is YearBasis.in_post:
        return rows.c.school_year <= asked.last_year
    if len(asked.years) == 1:
        return rows.c.school_year == asked.last_year
    return rows.c.school_year.between(asked.first_year, asked.last_year)


def _dimension(rows: FromClause, name: str, year: ColumnElement[Any]) -> ColumnElement[Any]:
    if name == "school_year":
        return year
    if name in REGION_DIMENSIONS:
        return _region(rows.c.home_county_code, name)
    return rows.c[name]


@cache
def _region(county: ColumnElement[Any], dimension: str) -> ColumnElement[Any]:
    """The code of the province or city that a county lies in. Constants, so that GROUP BY sees the same text."""
    kept = REGION_DIMENSIONS[dimension]
    if dimension == "county":
        return county
    zeros: ColumnElement[str] = literal_column(f"'{'0' * (6 - kept)}'")
    return func.substr(county, literal_column("1"), literal_column(str(kept))).concat(zeros)


def balance(scope: Scope, region_code: str, year: int, basis: YearBasis) -> tuple[Select[Any], ColumnElement[Any]]:
    """Pairings live in the school year with both counts, and the column to page by."""
    pairs, moved, last_day = pairings.directory(), _moved(year, basis), school_year_period(year).end_on
    statement = select(
        pairs.c.id,
        schools.placed_on("pairing", pairs.c.id, "supporting", pairs.c.supporting_school_id, last_day).label(
            "supporting_school_id"
        ),
        schools.placed_on("pairing", pairs.c.id, "recipient", pairs.c.recipient_school_id, last_day).label(
            "recipient_school_id"
        ),
        func.coalesce(moved.c.down, 0).label("down"),
        func.coalesce(moved.c.up, 0).label("up"),
    ).select_from(pairs.outerjoin(moved, moved.c.pairing_id == pairs.c.id))
    period, prefix = school_year_period(year), prefix_of(region_code)
    parties = [
        Party(county=pairs.c.supporting_county_code, school=pairs.c.supporting_school_id),
        Party(county=pairs.c.recipient_county_code, school=pairs.c.recipient_school_id),
    ]
    live = and_(pairs.c.start_on <= period.end_on, or_(pairs.c.end_on.is_(None), pairs.c.end_on >= period.start_on))
    in_region = or_(*(below(party.county, prefix) for party in parties))
    return statement.where(scope.rows(parties), in_region, pairs.c.status.in_(HAVE_BEGUN), live), pairs.c.id


async def balance_totals(session: AsyncSession, statement: Select[Any]) -> tuple[int, int]:
    """Urban to rural and rural to urban over all pages."""
    rows = statement.subquery()
    totals = select(func.coalesce(func.sum(rows.c.down), 0), func.coalesce(func.sum(rows.c.up), 0))
    down, up = (await session.execute(totals)).one()
    return int(down), int(up)


def _moved(year: int, basis: YearBasis) -> FromClause:
    """Counted assignments of each pairing in a school year, both ways."""
    rows = assignments.directory()
    down, up = (rows.c.direction == way for way in (Direction.urban_to_rural, Direction.rural_to_urban))
    return (
        select(rows.c.pairing_id, func.count().filter(down).label("down"), func.count().filter(up).label("up"))
        .where(
            rows.c.pairing_id.is_not(None),
            assignments.in_year(rows, basis, year),
            assignments.has_outcome(rows, Outcome.counted),
        )
        .group_by(rows.c.pairing_id)
        .subquery("moved")
    )


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
    return rows.c.month if name == "month" else _region(rows.c.county_code, name)


def _report_count(row: Sequence[Any]) -> tuple[tuple[Any, ...], ReportCount]:
    status, count, in_time, past_due = row[-4:]
    return tuple(row[:-4]), ReportCount(status, count, in_time, past_due)
