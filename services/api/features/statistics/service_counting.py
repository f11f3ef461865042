"""Counting one period of an indicator, and keeping back what is too small to be told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.statistics import queries_indicators as queries
from services.api.features.statistics import rules, rules_indicators
from services.api.features.statistics.bases import Bases, bases_of
from services.api.features.statistics.counting import Indicator, Source
from services.api.features.statistics.dimensions import DIMENSIONS, REGIONS, SCHOOLS
from services.api.features.statistics.queries_indicators import Question
from services.api.features.statistics.rules_small import hidden, is_small
from services.api.kernel.context import Ctx
from services.api.kernel.periods import school_year_label
from services.api.kernel.problems import problem_on
from services.api.kernel.scope import Principal
from services.contracts.indicators import Figures

MOST_GROUPS = 5000
"""More groups than this are asked for region by region."""
Counts = Mapping[str, int | None]
Group = Mapping[str, Any]
Cells = list[tuple[Group, dict[str, int]]]


@dataclass(frozen=True, slots=True)
class Counting:
    """The numbers of one period: groups with their values, and all together."""

    groups: Sequence[tuple[Group, Figures]]
    total: Figures
    left_out: Counts


async def count(ctx: Ctx, indicator: Indicator, wanted: Question) -> Counting:
    """The numbers of a question. Raises 422 `statistics.too_many_groups`."""
    bases = await bases_of(ctx, indicator, wanted)
    everything = (await cells_of(ctx, indicator, replace(wanted, group_by=())))[0][1]
    told_all = reads_rows(ctx.principal, indicator)
    left_out = {
        each.reason: None if not told_all and is_small(everything[each.reason]) else everything[each.reason]
        for each in indicator.left_out
    }
    if indicator.cells_apart and not told_all:
        return await _without_small_cells(ctx, indicator, wanted)
    if told_all:
        cells = await cells_of(ctx, indicator, wanted) if wanted.group_by else []
        groups = [(group, _figures(indicator, bases, group, counts)) for group, counts in cells]
        return Counting(groups, _figures(indicator, bases, {}, everything), left_out)
    groups = await _told(ctx, indicator, bases, wanted) if wanted.group_by else []
    total = await _told(ctx, indicator, bases, replace(wanted, group_by=()))
    nothing = rules_indicators.figures(indicator, dict.fromkeys(indicator.parts, 0), bases.missing({}))
    return Counting(groups, total[0][1] if total else nothing, left_out)


def reads_rows(who: Principal, indicator: Indicator) -> bool:
    """Whether the caller may read the rows anyhow, or nobody stands behind them."""
    return not indicator.small or all(part.source.is_open_to(who) for part in indicator.parts.values())


def _figures(indicator: Indicator, bases: Bases, group: Group, counts: Counts) -> Figures:
    return rules_indicators.figures(indicator, counts, bases.missing(group))


async def cells_of(ctx: Ctx, indicator: Indicator, wanted: Question, most: int | None = MOST_GROUPS) -> Cells:
    """Every group with its numbers, in the order of the code lists; one statement for each source.

    Raises 422 `statistics.too_many_groups` beyond `most`.
    """
    merged: dict[tuple[Any, ...], tuple[Group, dict[str, int]]] = {}
    # what is asked without a limit is asked once: it would drive out the statements that are asked all the time
    build = queries.numbers if most is not None else queries.numbers.__wrapped__
    for source in sources_of(indicator):
        statement = build(indicator, source, ctx.scope, wanted)
        if most is not None:
            statement = statement.limit(most + 1)
        found = (await ctx.db.execute(statement, {"now": ctx.now, "today": ctx.today})).all()
        if most is not None and len(found) > most:
            raise problem_on("group_by", "statistics.too_many_groups", most=most)
        for row in found:
            values = row._asdict()
            group = {name: rules_indicators.value_of(name, values.pop(name)) for name in wanted.group_by}
            kept = merged.setdefault(tuple(group.values()), (group, dict.fromkeys(indicator.parts, 0)))
            kept[1].update({name: int(value) for name, value in values.items()})
    return sorted(merged.values(), key=lambda cell: [rules_indicators.order_of(*each) for each in cell[0].items()])


def sources_of(indicator: Indicator) -> list[Source]:
    """What its numbers are counted from."""
    return list(dict.fromkeys(part.source for part in indicator.parts.values()))


async def _told(ctx: Ctx, indicator: Indicator, bases: Bases, wanted: Question) -> list[tuple[Group, Figures]]:
    """The groups for who may not read the rows.

    A filter, and a region below the caller's own, are cells of a wider table: they are asked for as groups of it, so
    that what is kept back there is kept back here as well.
    """
    held = dict(wanted.filters) | _place(ctx, wanted)
    names = tuple(dict.fromkeys([*wanted.group_by, *held]))
    cells = await cells_of(
        ctx, indicator, replace(wanted, region_code=ctx.principal.region_code, group_by=names, filters=())
    )
    away = hidden([group for group, _ in cells], [counts["numerator"] for _, counts in cells],
                  [is_small(counts.get("denominator")) for _, counts in cells])  # fmt: skip
    return [
        ({name: group[name] for name in wanted.group_by}, _kept_back(indicator, bases, group, counts, is_hidden))
        for (group, counts), is_hidden in zip(cells, away, strict=True)
        if all(str(group[name]) == value for name, value in held.items())
    ]


async def _without_small_cells(ctx: Ctx, indicator: Indicator, wanted: Question) -> Counting:
    """Numbers added up from those of each county and school year that are large enough to be told."""
    cells = await cells_of(ctx, indicator, replace(wanted, group_by=("county", "school_year")))
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for cell, counts in cells:
        values = {name: rules.region_of(cell["county"], name) for name in REGIONS} | dict(cell)
        groups[tuple(values[name] for name in wanted.group_by)].append(counts["numerator"])
    told = [(dict(zip(wanted.group_by, key, strict=True)), large(sizes)) for key, sizes in sorted(groups.items())]
    return Counting(told if wanted.group_by else [], large([counts["numerator"] for _, counts in cells]), {})


def large(sizes: Sequence[int]) -> Figures:
    """The sum of those that may be told."""
    shown = [size for size in sizes if not is_small(size)]
    if sizes and not shown:
        return Figures(numerator=None, denominator=None, value=None, suppressed=True)
    return Figures(numerator=sum(shown), denominator=None, value=float(sum(shown)))


def _place(ctx: Ctx, wanted: Question) -> dict[str, str]:
    """The asked region as a value of its level; nothing for the caller's own."""
    code = wanted.region_code
    if code == ctx.principal.region_code:
        return {}
    level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    return {level: code}


def _kept_back(indicator: Indicator, bases: Bases, group: Group, counts: dict[str, int], is_hidden: bool) -> Figures:  # noqa: FBT001 - one of a list
    if is_hidden:
        return Figures(numerator=None, denominator=None, value=None, suppressed=True,
                       also=dict.fromkeys(indicator.also))  # fmt: skip
    whole = counts["numerator"]
    small = {name for name in indicator.also if is_small(counts[name]) or is_small(abs(whole - counts[name]))}
    return _figures(indicator, bases, group, {n: None if n in small else count for n, count in counts.items()})


async def labels_of(ctx: Ctx, names: Sequence[str], groups: Sequence[Group]) -> list[dict[str, str]]:
    """The Chinese words of each group; the names of all regions in one query, of all schools in another."""
    called = await places_called(ctx, names, groups)
    return [{name: label(name, group[name], called) for name in names} for group in groups]


async def places_called(
    ctx: Ctx, names: Sequence[str], groups: Sequence[Group], also: Collection[str] = ()
) -> Mapping[str, str]:
    """The names of the regions and schools among the values of groups, and of further regions."""
    places = {str(group[name]) for group in groups for name in names if name in REGIONS} | {*also}
    ids = {UUID(group[name]) for group in groups for name in names if name in SCHOOLS and group[name]}
    regions_called = await regions.names(ctx.db, places) if places else {}
    refs = await schools.refs_on(ctx.db, ids, ctx.today) if ids else {}
    return regions_called | {str(id_): ref.name for id_, ref in refs.items()}


def label(name: str, value: Any, called: Mapping[str, str]) -> str:
    """What a value of a dimension is called; `called` are the names of places."""
    if value is None:
        return "待核实"
    if DIMENSIONS[name].codes is not None:
        return DIMENSIONS[name].code(value).label
    if name == "school_year":
        return f"{school_year_label(int(value))}学年"
    return called.get(str(value), str(value)) or "没有填"
