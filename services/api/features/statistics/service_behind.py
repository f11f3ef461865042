"""The rows behind a number: a keyset list with as many rows as the number says."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from services.api.features.statistics import queries_indicators as queries
from services.api.features.statistics.counting import Counted, Indicator
from services.api.features.statistics.service_indicators import Asked, question
from services.api.kernel.context import Ctx
from services.api.kernel.events import plain
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem, problem_on
from services.contracts.indicators import BehindPage, BehindRow

PERSON = "person"


@dataclass(frozen=True, slots=True)
class BehindAsked:
    """The question of a number without groups, and which of its numbers."""

    asked: Asked
    part: str


async def rows(ctx: Ctx, wanted: BehindAsked, page: PageAsked) -> BehindPage:
    """The rows that a number counts, in the caller's scope.

    Raises what the number raises; 403 `statistics.rows_not_allowed` for who may see numbers only; 422
    `statistics.part`.
    """
    indicator, asked = await question(ctx, replace(wanted.asked, group_by=(), last_year=False))
    part = _part(indicator, wanted.part)
    if not part.source.is_open_to(ctx.principal):
        raise Problem("statistics.rows_not_allowed")
    statement, key = queries.behind(part, ctx.scope, asked)
    bound = statement.params(now=ctx.now, today=ctx.today)
    found = await page_of(ctx.db, bound, page, [(key, UUID)])
    return BehindPage(
        items=[_row(part, row) for row in found.rows], indicator=indicator.id, part=wanted.part, unit=part.unit,
        **found.around(),
    )  # fmt: skip


def _part(indicator: Indicator, name: str) -> Counted:
    found = indicator.parts.get(name)
    if found is None:
        raise problem_on("part", "statistics.part", allowed="、".join(indicator.parts))
    return found


def _row(part: Counted, row: Any) -> BehindRow:
    if part.measure.persons:
        return BehindRow(entity=PERSON, id=row.id, person_id=row.id)
    names = [*part.source.codes, *(["amount"] if part.measure.sum_of is not None else [])]
    codes = {name: plain(getattr(row, name)) for name in names}
    return BehindRow(
        entity=part.source.entity, id=row.id, county_code=row.county, codes=codes,
        person_id=row.person if part.source.person else None,
    )  # fmt: skip
