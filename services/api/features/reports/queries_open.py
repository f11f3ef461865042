"""Selects that find whose month is to be opened, set-based for a whole nation."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.reports.models import Report
from services.api.features.schools import service as schools
from services.api.kernel.periods import Period, month_period
from services.contracts.codes import AssignmentStatus

R: Any = Report
S = AssignmentStatus
BEGUN = (S.confirmed, S.active, S.completed, S.incomplete, S.terminated)


def _sides(period: Period, today: date) -> Select[Any]:
    """(school_id, since) of both schools of every live pairing and begun assignment, by school."""
    live, served = pairings.live_on(period).c, assignments.directory().c
    running = live.start_on <= today
    last_start = today if period.end_on is None else min(today, period.end_on)
    begun = and_(served.status.in_(BEGUN), served.start_on <= last_start, served.end_on >= period.start_on)
    sides = union_all(
        select(live.supporting_school_id.label("school_id"), live.status_at).where(running),
        select(live.recipient_school_id, live.status_at).where(running),
        select(served.sending_school_id, served.status_at).where(begun),
        select(served.receiving_school_id, served.status_at).where(begun),
    ).subquery("side")
    return select(sides.c.school_id, func.min(sides.c.status_at).label("since")).group_by(sides.c.school_id)


def _missing(month: str, today: date) -> Select[Any]:
    """Open schools that take part in the month and have no row for it yet."""
    period = month_period(month)
    taking_part, place = _sides(period, today).subquery("taking_part"), schools.directory()
    has_row = exists().where(R.school_id == place.c.id, R.month == month)
    return (
        select(place.c.id, place.c.county_code, taking_part.c.since)
        .join(taking_part, taking_part.c.school_id == place.c.id)
        .where(~has_row, or_(place.c.closed_on.is_(None), place.c.closed_on >= period.start_on))
    )


async def counties_missing(db: AsyncSession, month: str, today: date) -> list[str]:
    """Counties with a school that has no row for the month."""
    missing = _missing(month, today).subquery("missing")
    return list((await db.execute(select(missing.c.county_code).distinct())).scalars())


async def schools_missing(
    db: AsyncSession, month: str, today: date, counties: Collection[str], limit: int, *,
    only: Collection[UUID] | None = None,
) -> list[Any]:  # fmt: skip
    """(id, county_code, since) of schools without a row in these counties, at most `limit`; `only` of these."""
    missing = _missing(month, today).subquery("missing")
    wanted = select(*missing.c).where(missing.c.county_code.in_(counties))
    if only is not None:
        wanted = wanted.where(missing.c.id.in_(only))
    return list(await db.execute(wanted.order_by(missing.c.county_code, missing.c.id).limit(limit)))
