"""Reporting (S-23) by the metrics of DHIS2, and the log of changes."""

from datetime import datetime
from typing import Any

from services.contracts.base import Out
from services.contracts.codes import Role

SMALLEST = 5
"""Numbers of fewer persons than this are told to nobody who may not read the rows; 0 is told."""


class Definition(Out):
    """How a number is counted."""

    indicator: str
    version: int
    formula: str
    counts: list[str]
    source: str


class ReportingRow(Out):
    """The five DHIS2 metrics for one group; rates are fractions 0–1, null when nothing was expected.

    `LATE_REPORTS` are in `ACTUAL_REPORTS`; `OVERDUE_REPORTS` were due before `as_of` and are not there.
    """

    group: dict[str, Any]
    labels: dict[str, str]
    EXPECTED_REPORTS: int
    ACTUAL_REPORTS: int
    ACTUAL_REPORTS_ON_TIME: int
    REPORTING_RATE: float | None
    REPORTING_RATE_ON_TIME: float | None
    LATE_REPORTS: int
    OVERDUE_REPORTS: int
    by_status: dict[str, int]


class ReportingOut(Out):
    """S-23 for a month or a school year."""

    indicator: str = "S-23"
    definition: Definition
    unit: str = "reports"
    month: str | None
    school_year: int | None
    region_code: str
    group_by: list[str]
    rows: list[ReportingRow]
    total: ReportingRow
    as_of: datetime


class EventOut(Out):
    """One row of the log of changes (architecture §7); never typed text or names."""

    id: str
    position: int | None
    entity: str
    entity_id: str
    entity_version: int
    action: str
    actor_kind: str
    actor_id: str | None
    actor_name: str | None = None
    """For those who may see the account, read from it now; never stored with the event."""
    actor_role: Role | None = None
    """Whom a user acted as; null for systems, clients, and for clients who ask."""
    on_behalf_of: str | None
    request_id: str | None
    changes: dict[str, Any]
    county_code: str
    county_name: str = ""
    other_county_code: str | None
    other_county_name: str = ""
    at: datetime
