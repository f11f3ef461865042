"""Answering from frozen numbers in the shape of the live address; what is too small is kept back in the same way.

Nothing is counted and nothing is looked up: names, definition and threshold were frozen with the numbers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.api.features.statistics import rules, rules_indicators
from services.api.features.statistics.dimensions import REGIONS
from services.api.features.statistics.indicators import REGISTRY
from services.api.features.statistics.rules_small import hidden, is_small
from services.api.features.statistics.service_counting import large, reads_rows
from services.api.features.statistics.service_freezing import Region, Window, label_of, level_of, question_of
from services.api.kernel.problems import problem_on
from services.api.kernel.scope import Principal
from services.contracts.codes import RuleEffect, WithoutValue
from services.contracts.indicators import (
    Figures,
    IndicatorNumbers,
    IndicatorOut,
    IndicatorRow,
    NotCounted,
    ThresholdOut,
)
from services.contracts.periods import CorrectedNumber

Cell = tuple[dict[str, Any], Mapping[str, int], str | None]
"""Values of a group, its numbers, and why it has no denominator."""


LEFT_OUT = "left_out."
"""Begins the name of a number of rows that are not counted, in a cell of the total."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One region's frozen numbers, and those of its neighbours where the caller is answered from the wider table."""

    window: Window
    definition: IndicatorOut
    region: Region
    beside: Sequence[Region]
    computed_at: datetime


def sees_all(who: Principal, indicator_id: str) -> bool:
    """Whether small numbers are told too."""
    return reads_rows(who, REGISTRY[indicator_id])


def is_apart(indicator_id: str) -> bool:
    """Whether a county's small number is in no number for others."""
    return REGISTRY[indicator_id].cells_apart


def needs_beside(who: Principal, indicator_id: str, own: str, region_code: str) -> bool:
    """Whether the answer depends on all regions of this level that the caller may ask for."""
    return not sees_all(who, indicator_id) and not is_apart(indicator_id) and region_code != own


def check_group(kept: Kept, name: str | None) -> None:
    """Raises 422 `period.dimension`."""
    allowed = kept.region.cells["by"]
    if name is not None and name not in allowed:
        raise problem_on("group_by", "period.dimension", name=name, allowed="、".join(allowed) or "（没有）")


def answer(who: Principal, kept: Kept, name: str | None) -> IndicatorNumbers:
    """The frozen answer, by one dimension or without."""
    indicator = REGISTRY[kept.definition.id]
    asked = question_of(kept.window, indicator)
    threshold = ThresholdOut.model_validate(kept.region.threshold) if kept.region.threshold else None
    by_value = bool(indicator.threshold_by)
    of_groups = threshold if indicator.threshold_by in {"", name} else None
    rows = _rows(who, kept, name) if name else []
    total, code = _rows(who, kept, None)[0][1], kept.region.region_code
    return IndicatorNumbers(
        indicator=kept.definition.id, definition=kept.definition, unit=kept.definition.unit, year_basis=asked.basis,
        school_year=asked.last_year, first_school_year=asked.first_year, month=asked.month,
        region_code=code, region_name=kept.region.labels.get(code, code),
        group_by=[name] if name else [], filters={}, filter_labels={}, parts_open=[],
        rows=[_row(kept, name, value, _held(of_groups, figures)) for value, figures in rows],
        total=IndicatorRow(group={}, labels={}, **_held(None if by_value else threshold, total).model_dump()),
        threshold=threshold, comparison=None, left_out=_left_out(who, kept), as_of=kept.computed_at,
    )  # fmt: skip


def total_of(who: Principal, definition: IndicatorOut, region: Region) -> Figures | None:
    """The total of a region for who may see small numbers; None for others, whose answer needs more than it."""
    if not sees_all(who, definition.id):
        return None
    return _figures(definition, region.cells["total"], region.cells["missing"])


def _rows(who: Principal, kept: Kept, name: str | None) -> list[tuple[Any, Figures]]:
    if sees_all(who, kept.definition.id):
        return [
            (group.get(name or ""), _figures(kept.definition, numbers, missing))
            for group, numbers, missing in _cells(kept.region, name)
        ]
    if is_apart(kept.definition.id):
        return _apart(kept, name)
    return _kept_back(kept, name)


def _cells(region: Region, name: str | None) -> list[Cell]:
    if name is None:
        return [({}, region.cells["total"], region.cells["missing"])]
    return [({name: value}, numbers, missing) for value, numbers, missing in region.cells["by"][name]]


def _apart(kept: Kept, name: str | None) -> list[tuple[Any, Figures]]:
    """Sums of the counties that are large enough to be told."""
    cells, code = kept.region.cells, kept.region.region_code
    counties = cells["by"]["county"] if "county" in cells["by"] else [[code, cells["total"], None]]
    sizes: dict[Any, list[int]] = defaultdict(list)
    for county, numbers, _ in counties:
        sizes[rules.region_of(county, name) if name in REGIONS else None].append(numbers["numerator"])
    if name is None:
        return [(None, large([size for each in sizes.values() for size in each if size]))]
    return [(value, large(each)) for value, each in sorted(sizes.items())]


def _kept_back(kept: Kept, name: str | None) -> list[tuple[Any, Figures]]:
    """As the live address answers: a smaller region than the caller's is a cell of the wider table."""
    place = level_of(kept.region.region_code) if kept.beside else None
    cells = [
        ({**group, place: region.region_code} if place and place != name else group, numbers, missing)
        for region in (kept.beside or [kept.region]) for group, numbers, missing in _cells(region, name)
    ]  # fmt: skip
    cells.sort(key=lambda cell: [rules_indicators.order_of(*each) for each in cell[0].items()])
    away = hidden([group for group, *_ in cells], [numbers["numerator"] for _, numbers, _ in cells],
                  [is_small(numbers.get("denominator")) for _, numbers, _ in cells])  # fmt: skip
    told = [
        (group.get(name or ""), _without_small(kept.definition, numbers, missing, is_hidden=is_hidden))
        for (group, numbers, missing), is_hidden in zip(cells, away, strict=True)
        if place is None or group[place] == kept.region.region_code
    ]
    if told or name is not None:
        return told
    return [(None, _figures(kept.definition, kept.region.cells["total"], kept.region.cells["missing"]))]


def _without_small(
    definition: IndicatorOut, numbers: Mapping[str, int], missing: str | None, *, is_hidden: bool
) -> Figures:
    names = [part.name for part in definition.also]
    if is_hidden:
        return Figures(numerator=None, denominator=None, value=None, suppressed=True, also=dict.fromkeys(names))
    whole = numbers["numerator"]
    small = {name for name in names if is_small(numbers[name]) or is_small(abs(whole - numbers[name]))}
    return _figures(definition, {n: None if n in small else number for n, number in numbers.items()}, missing)


def _figures(definition: IndicatorOut, numbers: Mapping[str, int | None], missing: str | None) -> Figures:
    names = [part.name for part in definition.also]
    why = next((each for each in WithoutValue if each.value == missing), None)
    return rules_indicators.figures_of(numbers, names, why, is_ratio=definition.ratio)


def _held(threshold: ThresholdOut | None, figures: Figures) -> Figures:
    if threshold is None or figures.value is None or threshold.effect is RuleEffect.off:
        return figures
    value = round(figures.value * 100, 4) if threshold.unit == rules_indicators.PERCENT else figures.value
    over = threshold.least is None or value >= threshold.least
    under = threshold.most is None or value <= threshold.most
    return figures.model_copy(update={"within": over and under})


def _row(kept: Kept, name: str | None, value: Any, figures: Figures) -> IndicatorRow:
    assert name is not None
    return IndicatorRow(
        group={name: value},
        labels={name: label_of(kept.definition, kept.region.labels, name, value)},
        **figures.model_dump(),
    )


def _left_out(who: Principal, kept: Kept) -> list[NotCounted]:
    counts, told = kept.region.cells["left_out"], sees_all(who, kept.definition.id)
    labels = {each.reason: each.label for each in REGISTRY[kept.definition.id].left_out}
    shown = {reason: None if is_small(count) and not told else count for reason, count in counts.items() if count}
    ordered = [
        reason for reason in dict.fromkeys([*labels, *sorted(shown)]) if reason in shown
    ]  # a database sorts keys
    return [NotCounted(reason=each, label=labels.get(each, each), count=shown[each]) for each in ordered]


def differing(
    definition: IndicatorOut, before: Sequence[Any] | None, after: Sequence[Any] | None
) -> list[CorrectedNumber]:
    """The numbers in which two cells, [numbers, why there is no denominator], differ; in the definition's order."""
    old, new = _told_of(before), _told_of(after)
    told = [part for part in (definition.numerator, definition.denominator, *definition.also) if part is not None]
    reasons = [each for each in REGISTRY[definition.id].left_out if f"{LEFT_OUT}{each.reason}" in {**old, **new}]
    named = [(part.name, part.label, part.unit) for part in told]
    named += [(f"{LEFT_OUT}{each.reason}", f"没有算进来：{each.label}", definition.unit) for each in reasons]
    return [
        CorrectedNumber(name=name, label=label, unit=unit, before=old.get(name), after=new.get(name))
        for name, label, unit in named if old.get(name) != new.get(name)
    ]  # fmt: skip


def _told_of(cell: Sequence[Any] | None) -> Mapping[str, int]:
    """The numbers of a cell by name; a denominator that is not whole is none."""
    if cell is None:
        return {}
    numbers, missing = cell
    return {name: number for name, number in numbers.items() if name != "denominator" or missing is None}


def figures_kept(cell: Sequence[Any] | None) -> Figures | None:
    """A cell that was kept as [numbers, why there is no denominator]; None for no cell."""
    if cell is None:
        return None
    numbers, missing = cell
    names = sorted(set(numbers) - {"numerator", "denominator"})
    why = next((each for each in WithoutValue if each.value == missing), None)
    return rules_indicators.figures_of(numbers, names, why, is_ratio="denominator" in numbers)
