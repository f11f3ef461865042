"""The worker's part: expectations for every school that takes part in a month (W-29.1, WC-19)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.notices import service as notices
from services.api.features.regions import service as regions
from services.api.features.reports import queries_open, rules
from services.api.features.reports.models import Report
from services.api.features.reports.service_review import opened_messages
from services.api.kernel.bulk import insert_many
from services.api.kernel.clock import SHANGHAI, shanghai_midnight

LARGEST_BATCH = 1000
"""Schools opened in one transaction, so that writers wait a moment only; the rest follows with the next call."""


async def open_month(db: AsyncSession, now: datetime, schools: Collection[UUID] | None = None) -> int:
    """Make the expectations that are due; how many were made.

    A school takes part in a month when it is on either side of a pairing that runs, or of an assignment that has
    begun, on any day of it. The month opens on its county's opening day; what begins after that adds a row marked
    `added_late`, in this month or in the last one until it is due. Exempt months get none (A-58). Safe to repeat
    and to kill: rows that are there are left alone, and the rest is found again. `schools`: for these alone.
    """
    today = now.astimezone(SHANGHAI).date()
    made = 0
    for month in rules.months_to_open(today):
        made += await _open(db, month, now, schools)
    return made


async def _open(db: AsyncSession, month: str, now: datetime, schools: Collection[UUID] | None) -> int:
    today = now.astimezone(SHANGHAI).date()
    calendars = await regions.calendars(db, await queries_open.counties_missing(db, month, today))
    open_counties: dict[str, rules.Deadlines] = {}
    for county, calendar in calendars.items():
        when = rules.deadlines(month, calendar.open_day, calendar.due_day, calendar.grace_day)
        if rules.opens_now(month, when, today, now) and not rules.is_exempt(month, calendar.exempt_months):
            open_counties[county] = when
    if not open_counties:
        return 0
    rows = await queries_open.schools_missing(db, month, today, open_counties, LARGEST_BATCH, only=schools)
    reports = [_expectation(row, month, open_counties[row.county_code], now) for row in rows]
    await insert_many(db, reports, "open")
    await notices.tell(db, opened_messages(reports, now))
    return len(reports)


def _expectation(row: Any, month: str, when: rules.Deadlines, now: datetime) -> Report:
    opened_for_all = shanghai_midnight(when.opens_on)
    return Report(
        school_id=row.id, county_code=row.county_code, month=month, opened_at=now, due_at=when.due_at,
        grace_until=when.grace_until, added_late=row.since > opened_for_all, created_at=now,
    )  # fmt: skip
