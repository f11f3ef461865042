"""Which counties have frozen the base that a ratio stands on, and which have not (architecture §4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.api.features.schools import service as schools
from services.api.features.staff_bases import service as staff_bases
from services.api.features.statistics import rules
from services.api.features.statistics.counting import Indicator
from services.api.features.statistics.dimensions import REGIONS
from services.api.features.statistics.queries_indicators import Question
from services.api.kernel.context import Ctx
from services.contracts.codes import WithoutValue


@dataclass(frozen=True, slots=True)
class Bases:
    """Every (county, school year) that a question is about, and those of them that have a base.

    A county is one with schools: as long as one of several has no base, their ratio would be too high.
    """

    wanted: frozenset[tuple[str, int]] = frozenset()
    frozen: frozenset[tuple[str, int]] = frozenset()

    def missing(self, group: Mapping[str, Any]) -> WithoutValue | None:
        """Why a group has no denominator; None when it has one, or needs none."""
        mine = {each for each in self.wanted if _is_of(each, group)}
        if mine <= self.frozen:
            return None
        return WithoutValue.partly_frozen if mine & self.frozen else WithoutValue.not_frozen


NONE_NEEDED = Bases()


def _is_of(place: tuple[str, int], group: Mapping[str, Any]) -> bool:
    county, year = place
    regions = [name for name in REGIONS if name in group]
    return group.get("school_year", year) == year and all(
        rules.region_of(county, name) == group[name] for name in regions
    )


async def bases_of(ctx: Ctx, indicator: Indicator, wanted: Question) -> Bases:
    """What is frozen of what a question needs. Two queries, none where no base is needed."""
    if not needs_base(indicator):
        return NONE_NEEDED
    everywhere = await bases_in(ctx, wanted.region_code, wanted.years)
    filtered = {name: value for name, value in wanted.filters if name in REGIONS}
    return replace(everywhere, wanted=frozenset(each for each in everywhere.wanted if _is_of(each, filtered)))


def needs_base(indicator: Indicator) -> bool:
    """Whether there is no ratio until the base is frozen."""
    return any(part.source.frozen for part in indicator.parts.values())


async def bases_in(ctx: Ctx, region_code: str, years: Collection[int]) -> Bases:
    """The bases of a region's counties and some school years. Two queries."""
    counties = await schools.counties_with_schools(ctx.db, region_code)
    frozen = await staff_bases.frozen(ctx.db, region_code, years)
    everywhere = {(county, year) for county in counties | {each for each, _ in frozen} for year in years}
    return Bases(frozenset(everywhere), frozenset(frozen))
