"""Selects of the reports of one school."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.reports.queries import R
from services.api.features.reports.rules import OPEN


async def owed(db: AsyncSession, school_id: UUID) -> list[str]:
    """Months that are the school's turn, the oldest first."""
    rows = select(R.month).where(R.school_id == school_id, R.status.in_(OPEN)).order_by(R.month)
    return list((await db.scalars(rows)).all())


async def county_of(db: AsyncSession, school_id: UUID) -> str:
    """The county of a school's reports."""
    return str(await db.scalar(select(R.county_code).where(R.school_id == school_id).limit(1)))


async def sent_by(db: AsyncSession, school_id: UUID, limit: int) -> list[Any]:
    """The latest months that were ever sent."""
    columns = select(R.id, R.month, R.status, R.due_at, R.first_submitted_at, R.submitted_at, R.accepted_at)
    mine = columns.where(R.school_id == school_id, R.submitted_at.is_not(None))
    return list(await db.execute(mine.order_by(R.month.desc()).limit(limit)))
