"""What a statistics page is asked for, all in the address; what may be asked is in the indicator's definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from services.contracts.accounts import MeOut
from services.contracts.codes import YearBasis
from services.contracts.indicators import DimensionOut, IndicatorOut
from services.web.api_client.base import Query
from services.web.api_client.regions import NATION, is_county
from services.web.filters import ID, MONTH, REGION, TEXT, YEAR, Allowed, Filters
from services.web.months import month_after, school_year_of, this_month
from services.web.wording import month_of_year, school_year

REGIONS, TIMES = ("province", "city", "county"), ("school_year", "month")
NO_GROUP = "none"
YEARS_BACK = 5
SHOWN_FILTERS = 3
"""Filters that stand in the row; the others are behind 更多条件."""
Choices = list[tuple[str, str]]


def known(definition: IndicatorOut) -> dict[str, Allowed]:
    """What may stand in the address of an indicator's page."""
    filters = {each.name: _allowed(each) for each in definition.dimensions if each.name not in TIMES}
    return {
        "region_code": REGION, "school_year": YEAR, "first_school_year": YEAR, "month": MONTH,
        "basis": tuple(each.value for each in definition.year_bases),
        "group": (*(each.name for each in definition.dimensions), NO_GROUP), **filters,
    }  # fmt: skip


def _allowed(dimension: DimensionOut) -> Allowed:
    if dimension.values is not None:
        return tuple(dimension.values)
    if dimension.name in REGIONS:
        return REGION
    return ID if dimension.name.endswith("_school") else TEXT


def years() -> Choices:
    """The school years of a select."""
    latest = school_year_of()
    return [(str(year), school_year(year)) for year in range(latest, latest - YEARS_BACK, -1)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The address of an indicator's page with what it means when something is left out."""

    definition: IndicatorOut
    filters: Filters
    me: MeOut

    @property
    def names(self) -> list[str]:
        """What it can be grouped by."""
        return [each.name for each in self.definition.dimensions]

    @property
    def region_code(self) -> str:
        """For which region; the own one when none is chosen."""
        return self.filters.get("region_code") or self.me.region_code

    @property
    def has_past(self) -> bool:
        """Whether there are numbers of other days than today."""
        return "school_year" in self.names

    @property
    def school_year(self) -> int:
        """The school year, the present one when none is chosen."""
        typed = self.filters.get("school_year")
        return int(typed) if typed else school_year_of()

    @property
    def basis(self) -> YearBasis:
        """Which rows belong to a year."""
        chosen, allowed = self.filters.get("basis"), self.definition.year_bases
        return next((each for each in allowed if each.value == chosen), allowed[0])

    @property
    def months(self) -> Choices:
        """The months of the school year that have begun, the latest first; none where a month cannot be asked for."""
        if "month" not in self.names:
            return []
        first = f"{self.school_year}-09"
        begun = [each for each in (month_after(first, by) for by in range(12)) if each <= this_month()]
        return [(each, month_of_year(each)) for each in reversed(begun)]

    @property
    def month(self) -> str:
        """The chosen month of the school year, empty for all of it."""
        chosen = self.filters.get("month")
        return chosen if chosen in dict(self.months) else ""

    @property
    def groups(self) -> Choices:
        """By what it can be grouped here."""
        shown = [each for each in self.definition.dimensions if self._fits(each.name)]
        return [*((each.name, f"按{each.label}") for each in shown), (NO_GROUP, "不分组")]

    def _fits(self, name: str) -> bool:
        region = self.region_code
        if name in REGIONS:
            is_wide = {"province": region == NATION, "city": region.endswith("0000"), "county": not is_county(region)}
            return is_wide[name] and self.me.school is None
        if name == "month":
            return self.basis is YearBasis.started and not self.month
        return name != "school_year" or not self.month

    @property
    def group(self) -> str:
        """By what it is grouped: as chosen, else the level below the region, else the first that has codes."""
        names = [name for name, _ in self.groups]
        if self.filters.get("group") in names:
            return self.filters.get("group")
        coded = [each.name for each in self.definition.dimensions if each.values is not None]
        return next((name for name in (*REGIONS, *coded, *reversed(TIMES)) if name in names), NO_GROUP)

    @property
    def group_label(self) -> str:
        """The group in words, empty without one."""
        return next((each.label for each in self.definition.dimensions if each.name == self.group), "")

    @property
    def selects(self) -> list[tuple[str, str, Choices]]:
        """The filters with their choices."""
        coded = [each for each in self.definition.dimensions if each.values is not None]
        return [(each.name, each.label, list((each.values or {}).items())) for each in coded]

    @property
    def narrowed(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: self.filters.get(name) for name in self.names if name not in TIMES and self.filters.get(name)}

    @property
    def hidden(self) -> Choices:
        """What the address holds and no select shows."""
        shown = {name for name, _, _ in self.selects}
        kept = {"region_code": self.filters.get("region_code"), **self.narrowed}
        return [(name, value) for name, value in kept.items() if value and name not in shown]

    def _shared(self) -> dict[str, str]:
        several = len(self.definition.year_bases) > 1
        return {
            "region_code": self.filters.get("region_code"), **self.narrowed,
            "basis": self.basis.value if several else "",
        }  # fmt: skip

    def query(self) -> Query:
        """The API's parameters of the numbers."""
        when = {"month": self.month} if self.month else {"school_year": str(self.school_year)}
        grouped = "" if self.group == NO_GROUP else self.group
        if not self.has_past:
            return {**self._shared(), "group_by": grouped}
        return {**self._shared(), **when, "group_by": grouped, "compare": "last_year"}

    def rows(self, part: str, group: Mapping[str, object], years_of: tuple[int, int]) -> str:
        """The address of the rows behind a number; empty where no list has as many. `years_of`: first and last."""
        if None in group.values():
            return ""
        first, last = years_of
        facts = {name: str(value) for name, value in group.items() if name not in TIMES}
        series = str(last) if "school_year" in group else ""
        asked = {
            **self._shared(), **facts, "part": part, **self._when(group, first, last), "group": self.group,
            "last_of_series": series,
        }  # fmt: skip
        if first != last and not self.definition.cumulative and "school_year" not in group:
            return ""
        return f"{self.filters.path}/rows?{urlencode({name: value for name, value in asked.items() if value})}"

    def _when(self, group: Mapping[str, object], first: int, last: int) -> dict[str, str]:
        if not self.has_past:
            return {}
        month = str(group.get("month") or self.month)
        if month:
            return {"month": month}
        year = str(group.get("school_year") or last)
        since = str(group.get("school_year") or first) if self.definition.cumulative else ""
        return {"school_year": year, "first_school_year": since}
