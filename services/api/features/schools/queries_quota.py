"""Approved posts of schools (E-18) beside rows of other features."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.models import School
from services.api.features.schools.queries import flagged_weak_on, party, school
from services.api.features.schools.queries_history import posts
from services.api.kernel.scope import Scope
from services.contracts.codes import Ownership


@cache
def approved_posts() -> Subquery:
    """Columns `school_id`, `approved`, `since`, `until`, `basis` of every decision."""
    return select(
        posts.school_id, posts.approved, posts.start_on.label("since"), posts.end_on.label("until"), posts.basis
    ).subquery()


def with_posts(day: date) -> tuple[Select[Any], Any]:
    """Public schools that are open on a day, with the approved posts of that day; and the columns of the schools."""
    decided = approved_posts().c
    rows = select(
        school.id, school.code, school.name, school.pinyin, school.county_code, school.township,
        decided.approved, decided.since, decided.basis, flagged_weak_on(school.id, day).label("weak"),
    ).select_from(
        School.__table__.outerjoin(  # type: ignore[attr-defined] # the table of a model
            approved_posts(),
            and_(
                decided.school_id == school.id, decided.since <= day,
                or_(decided.until.is_(None), decided.until >= day),
            ),
        )
    )  # fmt: skip
    is_open = or_(school.closed_on.is_(None), school.closed_on >= day)
    return rows.where(school.ownership == Ownership.public, is_open), school


def in_scope(scope: Scope) -> Any:
    """Whether a school is seen by the caller."""
    return scope.rows([party()])


async def hold(db: AsyncSession, school_id: UUID) -> None:
    """Lock a school, so that two who count its free posts at once wait for each other."""
    await db.execute(select(school.id).where(school.id == school_id).with_for_update())
