"""Selects of many schools at once."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.models import School
from services.api.features.schools.queries import decided, flagged, runs_on, school
from services.contracts.codes import SchoolFlag


async def with_decisions(db: AsyncSession, codes: Collection[str], today: date) -> dict[str, Row[Any]]:
    """Code → the school with the day's `locality`, and `flag_id` while it is 薄弱."""
    tables = School.metadata.tables
    is_weak = and_(flagged.school_id == school.id, flagged.flag == SchoolFlag.weak, runs_on(flagged, today))
    joined = (
        tables["school"]
        .outerjoin(tables["school_locality"], and_(decided.school_id == school.id, runs_on(decided, today)))
        .outerjoin(tables["school_flag"], is_weak)
    )
    columns = select(*tables["school"].c, decided.locality, flagged.id.label("flag_id")).select_from(joined)
    found: Any = await db.execute(columns.where(school.code.in_(set(codes))))
    return {row.code: row for row in found}
