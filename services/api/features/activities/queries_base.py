"""Selects on base schools of terms."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.filters import BaseSchoolFilter
from services.api.features.activities.models import BaseSchool
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import PairSide, SchoolTerm

B: Any = BaseSchool


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    base, school = pairings.directory().alias("base_pairing"), schools.directory().alias("base")
    place = case((B.side == PairSide.supporting, base.c.supporting_school_id), else_=base.c.recipient_school_id)
    rows = pairings.beside(B, pairing.supporting_county_code, pairing.recipient_county_code)
    named = rows.add_columns(*(school.c[name].label(f"base_{name}") for name in ("id", "name", "code")))
    return named.outerjoin(base, base.c.id == B.base_pairing_id).outerjoin(school, school.c.id == place), pairing


def _asked(asked: BaseSchoolFilter, pairing: Any) -> list[ColumnElement[bool]]:
    equal = {B.pairing_id: asked.pairing_id, B.school_year: asked.school_year, B.term: asked.term}
    found = [column == value for column, value in equal.items() if value is not None]
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        found.append(or_(*(side == asked.school_id for side in sides)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        counties = (pairing.supporting_county_code, pairing.recipient_county_code)
        found.append(or_(*(below(county, prefix) for county in counties)))
    return found


async def page(db: AsyncSession, scope: Scope, asked: BaseSchoolFilter, paging: PageAsked) -> Rows:
    """One page of the base schools in scope, the latest school year first."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(pairings.parties(pairing)), *_asked(asked, pairing))
    return await page_of(db, statement, paging, [(B.school_year, int), (B.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, base_id: UUID) -> Any:
    """One base school in scope, with both schools."""
    statement, pairing = _rows()
    return (await db.execute(statement.where(B.id == base_id, scope.rows(pairings.parties(pairing))))).one_or_none()


async def locked(db: AsyncSession, pairing_id: UUID, school_year: int, term: SchoolTerm) -> BaseSchool | None:
    """The row of a pairing and term, for a change."""
    mine = (B.pairing_id == pairing_id, B.school_year == school_year, B.term == term)
    return (await db.scalars(select(BaseSchool).where(*mine).with_for_update())).one_or_none()
