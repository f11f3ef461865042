"""The rows behind a number: a keyset list with as many rows as the number says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.statistics import queries_indicators as queries
from services.api.features.statistics.counting import Counted, Indicator
from services.api.features.statistics.dimensions import DIMENSIONS
from services.api.features.statistics.service_indicators import Asked, in_words, question
from services.api.kernel.context import Ctx
from services.api.kernel.events import plain
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem, problem_on
from services.contracts.code import Code
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
    statement, keys = queries.behind(part, ctx.scope, asked)
    bound = statement.params(now=ctx.now, today=ctx.today)
    found = await page_of(ctx.db, bound, page, keys)
    items = await _named(ctx, [_row(part, row) for row in found.rows], found.rows)
    return BehindPage(
        items=items, indicator=indicator.id, part=wanted.part, unit=part.unit, **await in_words(ctx, asked),
        **found.around(),
    )  # fmt: skip


async def _named(ctx: Ctx, items: Sequence[BehindRow], rows: Sequence[Any]) -> list[BehindRow]:
    """The same rows with words: three queries for any number of them."""
    told = [item.codes | ({"county_code": item.county_code} if item.county_code else {}) for item in items]
    ids = {UUID(value) for codes in told for name, value in codes.items() if name.endswith("school_id") and value}
    places = {value for codes in told for name, value in codes.items() if name.endswith("county_code") and value}
    refs = await schools.refs_on(ctx.db, ids, ctx.today) if ids else {}
    called = await regions.names(ctx.db, places) if places else {}
    called |= {str(id_): ref.name for id_, ref in refs.items()}
    people = {item.person_id for item in items if item.person_id} if ctx.principal.sees_names else set()
    names = await staff.person_names(ctx.db, people) if people else {}
    return [
        item.model_copy(update={
            "labels": {name: _word(name, codes[name], getattr(row, name, None), called) for name in codes},
            "person_name": names.get(item.person_id) if item.person_id else None,
        })
        for item, codes, row in zip(items, told, rows, strict=True)
    ]  # fmt: skip


def _word(name: str, value: Any, stored: Any, called: Mapping[str, str]) -> str:
    if isinstance(stored, Code):
        return stored.label
    known = DIMENSIONS.get(name)
    if known is not None and known.codes is not None and value is not None:
        return known.code(str(value)).label
    return "" if value is None else called.get(str(value), str(value))


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
