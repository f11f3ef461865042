"""Selects of the reports of one school."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.reports.models import Report
from services.api.features.reports.queries import R, V, W
from services.api.features.reports.rules import OPEN


async def owed(db: AsyncSession, school_id: UUID) -> list[str]:
    """Months that are the school's turn, the oldest first."""
    rows = select(R.month).where(R.school_id == school_id, R.status.in_(OPEN)).order_by(R.month)
    return list((await db.scalars(rows)).all())


async def first_due_at(db: AsyncSession, county_code: str) -> datetime | None:
    """When the first month that a county was asked for in time was due."""
    asked = R.county_code == county_code, R.added_late.is_(False)
    found: datetime | None = await db.scalar(select(func.min(R.due_at)).where(*asked))
    return found


async def last_sent(db: AsyncSession, school_ids: Collection[UUID]) -> dict[UUID, str]:
    """School → the last month that it has sent, whatever became of it then. One query."""
    sent = R.school_id.in_(school_ids), R.first_submitted_at.is_not(None)
    rows = select(R.school_id, func.max(R.month).label("month")).where(*sent).group_by(R.school_id)
    return {row.school_id: row.month for row in await db.execute(rows)}


async def county_of(db: AsyncSession, school_id: UUID) -> str:
    """The county of a school's reports."""
    return str(await db.scalar(select(R.county_code).where(R.school_id == school_id).limit(1)))


async def sent_by(db: AsyncSession, school_id: UUID, limit: int) -> list[Any]:
    """The latest submissions of a school's months, each with what its report says of time."""
    columns = select(
        V.report_id, R.month, R.due_at, R.first_submitted_at, V.revision, V.submitted_at, V.submitted_by
    ).join(Report, V.report_id == R.id)
    mine = columns.where(R.school_id == school_id).order_by(V.submitted_at.desc(), V.id.desc())
    return list(await db.execute(mine.limit(limit)))


async def decided_on(db: AsyncSession, school_id: UUID, limit: int) -> list[Any]:
    """The latest decisions on a school's months."""
    columns = select(W.report_id, R.month, W.revision, W.accepted, W.comments, W.decided_at, W.decided_by)
    mine = columns.join(Report, W.report_id == R.id).where(R.school_id == school_id)
    return list(await db.execute(mine.order_by(W.decided_at.desc(), W.id.desc()).limit(limit)))
