"""Counting handled refusals (S-37)."""

from typing import Any

from sqlalchemy import Subquery, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.refusals.models import Refusal
from services.api.features.refusals.rules import HANDLED, Cell
from services.api.features.staff import service as staff
from services.api.kernel.scope import Party, Scope, below, prefix_of

R: Any = Refusal


def directory() -> Subquery:
    """Every case with the school of its person, for statistics; no scope of its own."""
    person = staff.directory()
    columns = (R.id, R.county_code, R.school_year, R.refused_on, R.status)
    return select(*columns, person.c.school_id).join(person, person.c.staff_id == R.staff_id).subquery("cases")


async def cells(db: AsyncSession, scope: Scope, region_code: str, first_year: int, last_year: int) -> list[Cell]:
    """Handled cases of a region by county and school year: one query. A school counts its own people."""
    person = staff.directory()
    found = (
        select(R.county_code, R.school_year, func.count().label("cases"))
        .join_from(Refusal, person, person.c.staff_id == R.staff_id)
        .where(
            scope.rows([Party(R.county_code, person.c.school_id)]), below(R.county_code, prefix_of(region_code)),
            R.school_year.between(first_year, last_year), R.status == HANDLED,
        )
        .group_by(R.county_code, R.school_year)
    )  # fmt: skip
    return [Cell(each.county_code, each.school_year, each.cases) for each in await db.execute(found)]
