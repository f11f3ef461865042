"""All indicators of a region in one answer, and the counties that are behind (U-40)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.api.features.policy_rules import service as policy_rules
from services.api.features.policy_rules.service import Rule
from services.api.features.regions import service as regions
from services.api.features.statistics import queries_indicators as queries
from services.api.features.statistics import rules, rules_indicators
from services.api.features.statistics.bases import NONE_NEEDED, Bases, bases_in, needs_base
from services.api.features.statistics.counting import Indicator, Source
from services.api.features.statistics.indicators import REGISTRY, SUBJECTS, is_of_today
from services.api.features.statistics.queries_indicators import Question
from services.api.features.statistics.service import region_asked
from services.api.features.statistics.service_counting import Group, count, reads_rows, sources_of
from services.api.kernel.context import Ctx
from services.api.kernel.periods import school_year_of, school_year_period
from services.contracts.codes import BehindKind
from services.contracts.indicators import Figures
from services.contracts.overview import BehindReason, CountyBehind, IndicatorTotal, StatisticsOverview

MOST_BEHIND = 200
COUNTY = ("county",)
Cells = Mapping[tuple[Any, ...], Figures]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A region and school year with what its numbers stand on and are held against."""

    region_code: str
    year: int
    bases: Bases
    rules: Mapping[str, Rule]

    def question(self, indicator: Indicator, group_by: tuple[str, ...], years_back: int = 0) -> Question:
        """What `/statistics/{indicator}` asks of the school year when nothing else is said."""
        last = self.year - years_back
        first = last - rules_indicators.CUMULATED_YEARS + 1 if indicator.cumulative else last
        return Question(self.region_code, first, last, None, indicator.bases[0], group_by, ())


async def overview(ctx: Ctx, region_code: str | None, school_year: str | None) -> StatisticsOverview:
    """Every indicator's number with the year before; for more than a county, who is behind in what.

    As many statements for any number of rows. Raises 422 `school_year.format`, `statistics.year_in_future`; 403
    `permission.out_of_region`; 404.
    """
    year = rules.read_school_year(school_year, ctx.today)
    region = await region_asked(ctx, region_code)
    shown = [each for each in REGISTRY.values() if year == school_year_of(ctx.today) or not is_of_today(each)]
    kinds = [each.threshold for each in shown if each.threshold is not None]
    asked = _Asked(
        region, year, await bases_in(ctx, region, [year - 1, year]),
        await policy_rules.in_force_all(ctx.db, kinds, region, school_year_period(year).start_on),
    )  # fmt: skip
    now = await _figures(ctx, shown, asked, ())
    before = await _figures(ctx, [each for each in shown if not is_of_today(each)], asked, (), 1)
    behind = await _behind(ctx, shown, asked) if region.endswith("00") else []
    names = await regions.names(ctx.db, [region, *(code for code, _ in behind)])
    return StatisticsOverview(
        region_code=region, region_name=names.get(region, region), school_year=year,
        indicators=[_total(each, asked, now[each.id][()], before.get(each.id, {}).get(())) for each in shown],
        counties=sum(1 for _, of in asked.bases.wanted if of == year), behind_count=len(behind),
        behind=[
            CountyBehind(county_code=code, county_name=names.get(code, code), reasons=reasons)
            for code, reasons in behind[:MOST_BEHIND]
        ],
        as_of=ctx.now,
    )  # fmt: skip


async def _figures(
    ctx: Ctx, indicators: Sequence[Indicator], asked: _Asked, group_by: tuple[str, ...], years_back: int = 0
) -> dict[str, Cells]:
    """Id → group → numbers. What the caller may read in full is counted in one scan for each source and period; the
    rest as it is answered alone, so that what is kept back there is kept back here."""
    exact = [each for each in indicators if reads_rows(ctx.principal, each)]
    found: dict[str, Cells] = await _scanned(ctx, exact, asked, group_by, years_back)
    for each in indicators:
        if each.id not in found:
            told = await count(ctx, each, asked.question(each, group_by, years_back))
            groups = told.groups if group_by else [({}, told.total)]
            found[each.id] = {tuple(group.values()): figures for group, figures in groups}
    return found


async def _scanned(
    ctx: Ctx, indicators: Sequence[Indicator], asked: _Asked, group_by: tuple[str, ...], years_back: int
) -> dict[str, Cells]:
    together: dict[tuple[Source, Question], list[Indicator]] = defaultdict(list)
    for each in indicators:
        for source in sources_of(each):
            together[source, asked.question(each, group_by, years_back)].append(each)
    counts: dict[str, dict[tuple[Any, ...], dict[str, int]]] = {each.id: {} for each in indicators}
    for (source, question), several in together.items():
        statement = queries.numbers_of_many(tuple(several), source, ctx.scope, question)
        for row in await ctx.db.execute(statement, {"now": ctx.now, "today": ctx.today}):
            values = row._asdict()
            key = tuple(rules_indicators.value_of(name, values.pop(name)) for name in group_by)
            for name, value in values.items():
                id_, _, part = name.partition(":")
                empty = dict.fromkeys(REGISTRY[id_].parts, 0)
                counts[id_].setdefault(key, empty)[part] = int(value)
    return {
        each.id: {key: _of(each, asked, dict(zip(group_by, key, strict=True)), found, years_back)
                  for key, found in counts[each.id].items()}
        for each in indicators
    }  # fmt: skip


def _of(indicator: Indicator, asked: _Asked, group: Group, counts: Mapping[str, int], years_back: int) -> Figures:
    bases = asked.bases if needs_base(indicator) else NONE_NEEDED
    missing = bases.missing({**group, "school_year": asked.year - years_back})
    return rules_indicators.figures(indicator, counts, missing)


def _total(indicator: Indicator, asked: _Asked, now: Figures, before: Figures | None) -> IndicatorTotal:
    rule = _rule(indicator, asked)
    below = indicator.denominator
    held = rules_indicators.within(indicator, rule, now.value)
    return IndicatorTotal(
        **{**now.model_dump(), "within": held}, indicator=indicator.id, name=indicator.name,
        subject=SUBJECTS[indicator.id], unit=indicator.numerator.unit, ratio=below is not None,
        year_basis=indicator.bases[0], numerator_label=indicator.numerator.label,
        denominator_label=below.label if below is not None else None,
        also_parts=[rules_indicators.part_of(name, part) for name, part in indicator.also.items()],
        threshold=rules_indicators.threshold(indicator.threshold, rule) if indicator.threshold and rule else None,
        last_year=before,
    )  # fmt: skip


def _rule(indicator: Indicator, asked: _Asked) -> Rule | None:
    """The rule that a whole region is held against; one about each school is not."""
    if indicator.threshold is None or indicator.threshold_by:
        return None
    return asked.rules[indicator.threshold.key]


async def _behind(ctx: Ctx, shown: Sequence[Indicator], asked: _Asked) -> list[tuple[str, list[BehindReason]]]:
    """Counties by how much they are behind in."""
    held = [each for each in shown if each.owed or (each.denominator and _rule(each, asked) is not None)]
    cells = await _figures(ctx, held, asked, COUNTY)
    reasons: dict[str, list[BehindReason]] = defaultdict(list)
    for each in held:
        for (county,), figures in cells[each.id].items():
            reasons[county] += _lagging(each, asked, figures)
    for county, year in asked.bases.wanted - asked.bases.frozen:
        if year == asked.year:
            reasons[county].append(BehindReason(kind=BehindKind.base))
    return sorted(
        ((county, found) for county, found in reasons.items() if found), key=lambda each: (-len(each[1]), each[0])
    )


def _lagging(indicator: Indicator, asked: _Asked, figures: Figures) -> Iterator[BehindReason]:
    if rules_indicators.within(indicator, _rule(indicator, asked), figures.value) is False:
        yield BehindReason(
            kind=BehindKind.threshold, indicator=indicator.id, name=indicator.name, value=figures.value
        )  # fmt: skip
    late = figures.also.get(indicator.owed) if indicator.owed else None
    if late:
        part = indicator.also[indicator.owed]
        yield BehindReason(
            kind=BehindKind.owed, indicator=indicator.id, name=indicator.name, part=indicator.owed, count=late,
            unit=part.unit,
        )  # fmt: skip
