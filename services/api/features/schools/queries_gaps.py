"""What open schools still lack before a county can work: a decided locality, people, accounts."""

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.hooks import having_hooks
from services.api.features.schools.queries import decided, runs_on, school
from services.contracts.accounts import SchoolRef
from services.contracts.places import SchoolGap

GAPS: tuple[SchoolGap, ...] = get_args(SchoolGap)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open schools a county has, and by gap those that have it, by name."""

    total: int
    lacking: dict[SchoolGap, list[SchoolRef]]


def lacks(gap: SchoolGap, day: date) -> ColumnElement[bool]:
    """Whether a school lacks something on a day."""
    if gap == "locality":
        return ~exists().where(decided.school_id == school.id, runs_on(decided, day))
    return school.id.not_in(dict(having_hooks)[gap]())


async def tally(db: AsyncSession, county_code: str, day: date) -> Tally:
    """Count the open schools of a county and find what each lacks. One query."""
    flags: list[Any] = [lacks(gap, day).label(f"lacks_{gap}") for gap in GAPS]
    rows = select(school.id, school.code, school.name, *flags).where(
        school.county_code == county_code, or_(school.closed_on.is_(None), school.closed_on >= day)
    )
    found = list(await db.execute(rows.order_by(school.pinyin, school.id)))
    lacking = {
        gap: [SchoolRef(id=row.id, code=row.code, name=row.name) for row in found if getattr(row, f"lacks_{gap}")]
        for gap in GAPS
    }
    return Tally(len(found), lacking)
