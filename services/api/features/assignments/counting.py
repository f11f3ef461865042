"""Which assignments a number is made of: one set of predicates for the statistics and for the list behind a number.

The functions take the columns of `directory()` or of the table itself, so that a list narrowed like a cell of a
statistic has exactly the rows that the cell counts (S-01; guide: every number links to its rows).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, or_

from services.api.kernel.periods import school_year_period
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.contracts.codes import AssignmentStatus, Code, ExchangeMode, Outcome, YearBasis

COUNTED = (AssignmentStatus.active, AssignmentStatus.completed)
"""In post (an extended one stays active) or served to the end: who S-01 counts."""
_OUTCOMES = {
    AssignmentStatus.active: Outcome.counted,
    AssignmentStatus.completed: Outcome.counted,
    AssignmentStatus.planned: Outcome.not_arrived,
    AssignmentStatus.confirmed: Outcome.not_arrived,
    AssignmentStatus.terminated: Outcome.ended_early,
    AssignmentStatus.incomplete: Outcome.ended_early,
}


def outcome_of(status: AssignmentStatus, mode: ExchangeMode) -> Outcome:
    """Where an assignment goes; re-employed retirees are a number of their own (A-20, S-14)."""
    outcome = _OUTCOMES.get(status, Outcome.never)
    return Outcome.retiree if outcome is Outcome.counted and mode is ExchangeMode.retiree_support else outcome


@cache
def has_outcome(rows: FromClause, outcome: Outcome) -> ColumnElement[bool]:
    """The rule `outcome_of` as a predicate."""
    if outcome in {Outcome.counted, Outcome.retiree}:
        is_retiree = rows.c.mode == ExchangeMode.retiree_support
        return and_(rows.c.status.in_(COUNTED), is_retiree if outcome is Outcome.retiree else ~is_retiree)
    return rows.c.status.in_(
        [each for each in AssignmentStatus if outcome_of(each, ExchangeMode.attachment) is outcome]
    )


def in_year(rows: FromClause, basis: YearBasis, year: int) -> ColumnElement[bool]:
    """Assignments that belong to one school year: begun in it, or with a day in it (A-44)."""
    if basis is YearBasis.started:
        return rows.c.school_year == year
    period = school_year_period(year)
    return and_(rows.c.school_year <= year, touches(rows, period.start_on, period.end_on))


def touches(rows: FromClause, first_on: Any, last_on: Any) -> ColumnElement[bool]:
    """Assignments with a day between two days or two columns of days, both inside."""
    return and_(rows.c.start_on <= last_on, rows.c.end_on >= first_on)


def counted_at(rows: FromClause, scope: Scope, region_code: str) -> ColumnElement[bool]:
    """What a region counts: whom its schools send, so that nobody is counted in two counties.

    A school counts both whom it sends and whom it receives.
    """
    home = Party(county=rows.c.home_county_code, school=rows.c.sending_school_id, person=rows.c.person_id)
    receiving = Party(rows.c.receiving_county_code, rows.c.receiving_school_id, rows.c.person_id)
    parties = [home, receiving] if scope.principal.is_school else [home]
    prefix = prefix_of(region_code)
    return and_(scope.rows(parties), or_(*(below(party.county, prefix) for party in parties)))


def facts_are(rows: FromClause, facts: Mapping[str, Code]) -> list[ColumnElement[bool]]:
    """Assignments with these frozen facts or codes, by the names of the columns."""
    return [rows.c[name] == value for name, value in facts.items()]
