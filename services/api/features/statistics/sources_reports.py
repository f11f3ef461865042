"""Monthly reports and handled refusals as counted rows."""

from sqlalchemy import ColumnElement, FromClause

from services.api.features.refusals import service as refusals
from services.api.features.reports import service as reports
from services.api.features.statistics.counting import Months, Source, Years
from services.api.kernel.scope import Party, Permission, Scope, below, prefix_of
from services.contracts.codes import Role, Unit


def _seen(rows: FromClause, scope: Scope, region_code: str) -> ColumnElement[bool]:
    parties = [Party(rows.c.county_code, rows.c.school_id)]
    return scope.rows(parties) & below(rows.c.county_code, prefix_of(region_code))


REPORTS = Source(
    entity="report", unit=Unit.reports, reads=Permission.report_read, rows=reports.directory, seen=_seen,
    when=Months("month"), county="county_code", codes=("month", "status", "school_id", "due_at", "first_submitted_at"),
)  # fmt: skip
REFUSALS = Source(
    entity="refusal", unit=Unit.cases, reads=Permission.refusal_read, rows=refusals.directory, seen=_seen,
    when=Years("school_year"), county="county_code", codes=("school_year", "status", "refused_on"),
    readers=frozenset({Role.county_coordinator, Role.school_leader}),
)  # fmt: skip
