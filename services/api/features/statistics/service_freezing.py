"""Counting an indicator for every region of a province at once, for numbers that are kept (E-69).

Where rows stand in one county, one scan gives all counties; what adds up is added up from them, and distinct persons
are counted for cities and the province by themselves. Where a row is counted in the regions of both its sides
(`Source.shared`), each region is asked by itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from services.api.features.policy_rules import service as policy_rules
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.statistics import queries_indicators as queries
from services.api.features.statistics import rules, rules_indicators
from services.api.features.statistics.bases import Bases, bases_of
from services.api.features.statistics.counting import Days, Indicator, Months, Source
from services.api.features.statistics.dimensions import REGIONS, SCHOOLS, TIMES
from services.api.features.statistics.indicators import REGISTRY, is_of_today, known_dimensions
from services.api.features.statistics.queries_indicators import Question
from services.api.features.statistics.service_counting import cells_of, sources_of
from services.api.kernel.context import Ctx
from services.api.kernel.periods import Period, month_period, school_year_of
from services.contracts.codes import PeriodKind, YearBasis
from services.contracts.indicators import IndicatorOut

OF_NOW = frozenset({"pairing_status", "mentor_pair_status"})
"""States as they are now: they say nothing of the period, and would change its numbers for ever."""
LEVELS = ("county", "city", "province")
SCHOOLS_AT_ONCE = 1000
Numbers = dict[str, int]
Listed = list[tuple[Any, Numbers]]
"""The groups of one dimension: value and numbers, in the order of the code lists."""
TOTAL = ""
"""The name under which the numbers without groups are kept."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is frozen: a month `2026-10` or a school year `2026` of a province."""

    kind: PeriodKind
    key: str
    region_code: str


@dataclass(frozen=True, slots=True)
class Region:
    """One region's frozen numbers of an indicator, as plain JSON.

    `cells`: `total` and `left_out` by name, `missing` (why there is no denominator) and `by`: dimension → list of
    [value, numbers, missing]. `labels` are the names of itself and of the regions and schools in it.
    """

    region_code: str
    cells: dict[str, Any]
    labels: dict[str, str]
    threshold: dict[str, Any] | None


@dataclass(slots=True)
class Names:
    """Names of regions and schools, looked up once for all indicators of a period."""

    known: dict[str, str] = field(default_factory=dict)

    async def learn(self, ctx: Ctx, codes: Collection[str], ids: Collection[str]) -> None:
        """Look up what is not known yet."""
        wanted = [code for code in codes if code not in self.known]
        if wanted:
            self.known |= await regions.names(ctx.db, wanted)
        new = sorted({each for each in ids if each not in self.known})
        for start in range(0, len(new), SCHOOLS_AT_ONCE):
            found = await schools.refs_on(ctx.db, map(UUID, new[start : start + SCHOOLS_AT_ONCE]), ctx.today)
            self.known |= {str(id_): ref.name for id_, ref in found.items()}


def freezable(kind: PeriodKind) -> list[str]:
    """Ids of the indicators that have a number of such a period."""
    return [each.id for each in REGISTRY.values() if _has_number(each, kind)]


def _has_number(indicator: Indicator, kind: PeriodKind) -> bool:
    if kind is PeriodKind.school_year:
        return not is_of_today(indicator)
    return isinstance(indicator.numerator.source.when, (Days, Months)) and not indicator.cumulative


def definition(indicator_id: str) -> IndicatorOut:
    """The definition in force."""
    return rules_indicators.definition(REGISTRY[indicator_id])


def followed() -> Mapping[str, tuple[str, ...]]:
    """Indicator → entities whose events may change its numbers."""
    return {
        each.id: tuple(dict.fromkeys(name for source in sources_of(each) for name in _entities(source)))
        for each in REGISTRY.values()
    }


def _entities(source: Source) -> tuple[str, ...]:
    """What was frozen changes only by being frozen again."""
    return source.made_of if source.frozen else (source.entity, *source.made_of)


def question_of(window: Window, indicator: Indicator) -> Question:
    """The live question that the frozen total answers."""
    basis = indicator.bases[0]
    if window.kind is PeriodKind.month:
        year = school_year_of(month_period(window.key).start_on)
        return Question(window.region_code, year, year, window.key, basis, (), ())
    last = int(window.key)
    first = last - rules_indicators.CUMULATED_YEARS + 1 if indicator.cumulative else last
    return Question(window.region_code, first, last, None, basis, (), ())


def days_of(window: Window, indicator_id: str) -> Period:
    """First and last day that its numbers are about."""
    return question_of(window, REGISTRY[indicator_id]).period


def label_of(definition: IndicatorOut, labels: Mapping[str, str], name: str, value: Any) -> str:
    """The word of a value as the definition and the names of its time say."""
    if value is None:
        return "待核实"
    words = next((each.values for each in definition.dimensions if each.name == name), None) or {}
    return words.get(str(value)) or labels.get(str(value)) or str(value) or "没有填"


def groupings(indicator: Indicator, window: Window) -> list[str]:
    """The dimensions, but regions, that are frozen one by one."""
    by_month = window.kind is PeriodKind.school_year and indicator.bases[0] is YearBasis.started
    left = {*REGIONS, *OF_NOW, *TIMES} - ({"month"} if by_month else set())
    return [name for name in known_dimensions(indicator) if name not in left]


async def freeze(ctx: Ctx, indicator_id: str, window: Window, counties: Collection[str], names: Names) -> list[Region]:
    """Count an indicator for all counties given, those that have rows, their cities and the province."""
    indicator = REGISTRY[indicator_id]
    asked = question_of(window, indicator)
    shared = any(source.shared for source in sources_of(indicator))
    tables = await (_one_by_one if shared else _together)(ctx, indicator, asked, window, counties)
    left_out = await _left_out(ctx, indicator, asked)
    bases = await bases_of(ctx, indicator, asked)
    dimensions = groupings(indicator, window)
    found = {
        code: _cells(code, tables.get(code, {}), tables, dimensions, bases) | {"left_out": dict(left_out[code])}
        for code in _places(tables, counties, window)
    }
    for cells in found.values():
        cells["total"] = cells["total"] or dict.fromkeys(indicator.parts, 0)
    ids = {value for table in tables.values() for name in table if name in SCHOOLS for value, _ in table[name] if value}
    await names.learn(ctx, found.keys(), ids)
    held = await _thresholds(ctx, indicator, asked, list(found))
    return [Region(code, cells, _labels(code, cells, names), held.get(code)) for code, cells in found.items()]


Tables = dict[str, dict[str, Listed]]
"""Region → dimension → its groups."""


def level_of(code: str) -> str:
    """Which level a region code is of."""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def _places(tables: Tables, counties: Collection[str], window: Window) -> list[str]:
    own = {code for code in tables if level_of(code) == "county"} | set(counties)
    cities = {rules.region_of(code, "city") for code in own}
    return [*sorted(own), *sorted(cities), window.region_code]


async def _together(
    ctx: Ctx, indicator: Indicator, asked: Question, window: Window, _counties: Collection[str]
) -> Tables:
    tables: Tables = defaultdict(lambda: defaultdict(list))
    adds_up = all(part.measure.additive for part in indicator.parts.values())
    for name in (TOTAL, *groupings(indicator, window)):
        levels = LEVELS[:1] if adds_up or name in SCHOOLS else LEVELS
        for level in levels:
            for group, numbers in await cells_of(
                ctx, indicator, replace(asked, group_by=tuple(filter(None, (level, name)))), most=None
            ):
                tables[group[level]][name].append((group.get(name), numbers))
        if not tables:
            break  # nothing to count: no group of any dimension has a row either
        if adds_up and name not in SCHOOLS:
            _add_up(tables, name)
    return tables


def _add_up(tables: Tables, name: str) -> None:
    """Cities and the province from their counties."""
    for code in [each for each in tables if level_of(each) == "county"]:
        for level in LEVELS[1:]:
            sums = dict(tables[rules.region_of(code, level)][name])
            for value, numbers in tables[code][name]:
                before = sums.get(value, dict.fromkeys(numbers, 0))
                sums[value] = {part: before[part] + number for part, number in numbers.items()}
            ordered = sorted(sums.items(), key=lambda each: rules_indicators.order_of(name, each[0]))
            tables[rules.region_of(code, level)][name] = ordered


async def _one_by_one(
    ctx: Ctx, indicator: Indicator, asked: Question, window: Window, counties: Collection[str]
) -> Tables:
    tables: Tables = defaultdict(lambda: defaultdict(list))
    for code in _places({}, counties, window):
        level = level_of(code)
        names = [name for name in groupings(indicator, window) if level == "county" or name not in SCHOOLS]
        for name in (TOTAL, *names, *_below(level)):
            question = replace(asked, region_code=code, group_by=(name,) if name else ())
            cells = await cells_of(ctx, indicator, question, most=None)
            tables[code][name] = [
                (group.get(name), {part: numbers[part] for part in indicator.parts}) for group, numbers in cells
            ]
    return tables


def _below(level: str) -> tuple[str, ...]:
    """The levels that a region is told by."""
    return {"province": ("city", "county"), "city": ("county",)}.get(level, ())


async def _left_out(ctx: Ctx, indicator: Indicator, asked: Question) -> dict[str, Numbers]:
    """Region → reason → how many rows are left out; they add up."""
    found: dict[str, Numbers] = defaultdict(lambda: {each.reason: 0 for each in indicator.left_out})
    if not indicator.left_out:
        return found
    statement = queries.left_out(indicator, ctx.scope, replace(asked, group_by=("county",)))
    for row in await ctx.db.execute(statement, {"now": ctx.now, "today": ctx.today}):
        for level in LEVELS:
            of_region = found[rules.region_of(row.county, level)]
            for each in indicator.left_out:
                of_region[each.reason] += int(getattr(row, each.reason))
    return found


def _cells(
    code: str, table: Mapping[str, Listed], tables: Tables, dimensions: Sequence[str], bases: Bases
) -> dict[str, Any]:
    level = level_of(code)
    missing = _missing(bases, {level: code})
    by: dict[str, list[Any]] = {
        name: [[value, numbers, missing] for value, numbers in table.get(name, ())]
        for name in dimensions if level == "county" or name not in SCHOOLS
    }  # fmt: skip
    for name in _below(level):
        listed = table[name] if name in table else list(_regions_of(code, name, tables))
        by[name] = [[value, numbers, _missing(bases, {name: value})] for value, numbers in listed]
    total = table[TOTAL][0][1] if table.get(TOTAL) else None
    return {"total": total, "missing": missing, "by": by}


def _regions_of(code: str, level: str, tables: Tables) -> Iterator[tuple[str, Numbers]]:
    """The totals of the regions of a level in a larger one, of those that have rows."""
    for below in sorted(tables):
        if level_of(below) == level and tables[below].get(TOTAL) and rules.region_of(below, level_of(code)) == code:
            yield below, tables[below][TOTAL][0][1]


def _missing(bases: Bases, group: Mapping[str, Any]) -> str | None:
    why = bases.missing(group)
    return why.value if why is not None else None


def _labels(code: str, cells: Mapping[str, Any], names: Names) -> dict[str, str]:
    named: Iterable[str] = (
        str(value) for name, listed in cells["by"].items() if name in SCHOOLS or name in REGIONS
        for value, _, _ in listed if value
    )  # fmt: skip
    return {value: names.known[value] for value in sorted({code, *named}) if value in names.known}


async def _thresholds(
    ctx: Ctx, indicator: Indicator, asked: Question, codes: Sequence[str]
) -> Mapping[str, dict[str, Any]]:
    kind = indicator.threshold
    if kind is None:
        return {}
    found = await policy_rules.in_force_of(ctx.db, kind, codes, asked.period.start_on)
    return {
        code: rules_indicators.threshold(kind, rule).model_dump(mode="json") for code, rule in found.items()
    }  # fmt: skip
