"""People in the establishment of schools (G-154, S-35): counted beside rows of other features, and by subject."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff.models import Staff

S: Any = Staff
_IN_QUOTA = (S.in_quota.is_(True), S.ended_on.is_(None), S.merged_at.is_(None))


def in_quota_at(school_id: Any) -> ColumnElement[int]:
    """How many people in the establishment the school in a column has; for the queries of other features."""
    counted = select(func.count()).where(S.school_id == school_id, *_IN_QUOTA)
    return counted.correlate(school_id.table).scalar_subquery()


async def subjects_of(db: AsyncSession, school_ids: Collection[UUID]) -> Sequence[Any]:
    """(school_id, subject, people) in the establishment of these schools, the most people first. One query."""
    people = func.count().label("people")
    rows = select(S.school_id, S.subject, people).where(S.school_id.in_(school_ids), *_IN_QUOTA)
    return (await db.execute(rows.group_by(S.school_id, S.subject).order_by(people.desc(), S.subject))).all()
