"""Statistics that explain themselves (S-01, S-08, S-23)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.contracts.base import Out
from services.contracts.codes import Role, YearBasis

SMALLEST = 5
"""Numbers of fewer persons than this are told to nobody who may not read the rows; 0 is told."""


class Definition(Out):
    """How a number is counted."""

    indicator: str
    version: int
    formula: str
    counts: list[str]
    source: str


class RotationRow(Out):
    """One group: the values of the asked dimensions (`null` where unknown) and the count."""

    group: dict[str, Any]
    labels: dict[str, str]
    assignments: int
    persons: int


class LeftOut(Out):
    """Assignments of the same region, year and filters that are not in the number, and why."""

    reason: str
    label: str
    assignments: int


class RotationOut(Out):
    """S-01: assignments and persons of a school year, or of several when grouped by school year.

    A person is counted once a group and once in `total_persons`, so groups may add up to more than the total.
    """

    indicator: str = "S-01"
    definition: Definition
    unit: str = "assignments"
    year_basis: YearBasis
    school_year: int
    first_school_year: int
    region_code: str
    group_by: list[str]
    filters: dict[str, str]
    rows: list[RotationRow]
    total_assignments: int
    total_persons: int
    left_out: list[LeftOut] = []
    as_of: datetime


class BalanceRow(Out):
    """S-08 for one pairing: urban to rural minus rural to urban."""

    pairing_id: UUID
    supporting_school: str
    recipient_school: str
    urban_to_rural: int
    rural_to_urban: int
    difference: int


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


class BalanceOut(Out):
    """S-08: one keyset page of pairings; the totals are of all pages."""

    indicator: str = "S-08"
    definition: Definition
    unit: str = "assignments"
    year_basis: YearBasis
    school_year: int
    region_code: str
    rows: list[BalanceRow]
    next_cursor: str | None
    prev_cursor: str | None = None
    count: int | None = None
    total_urban_to_rural: int
    total_rural_to_urban: int
    total_difference: int
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
