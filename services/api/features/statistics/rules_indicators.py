"""Pure rules of indicators: what may be asked of one, its definition in words, and what a value is held against."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.policy_rules.service import Rule, RuleKind
from services.api.features.statistics import rules
from services.api.features.statistics.counting import Counted, Indicator, Many
from services.api.features.statistics.dimensions import DIMENSIONS, REGIONS, SCHOOLS
from services.api.features.statistics.indicators import REGISTRY, SUBJECTS, is_of_today, known_dimensions
from services.api.features.statistics.indicators_missing import MISSING
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.codes import RuleEffect, WithoutValue, YearBasis
from services.contracts.indicators import DimensionOut, Figures, IndicatorOut, PartOut, ThresholdOut

CUMULATED_YEARS = 3
"""School years that a cumulative indicator adds up unless it is asked otherwise."""
PERCENT = "%"
Filters = tuple[tuple[str, str], ...]


def find(indicator_id: str) -> Indicator:
    """The indicator. Raises 404: `statistics.not_counted` for a known one without a number, `resource.not_found`."""
    found = REGISTRY.get(indicator_id)
    if found is None:
        missing = MISSING.get(indicator_id)
        if missing is not None:
            raise Problem("statistics.not_counted", indicator=indicator_id, name=missing.name, why=missing.why)
        raise Problem("resource.not_found")
    return found


def check_basis(indicator: Indicator, basis: YearBasis | None) -> YearBasis:
    """The basis asked for, by default the indicator's first. Raises 422 `statistics.basis`."""
    if basis is None:
        return indicator.bases[0]
    if basis not in indicator.bases:
        raise problem_on("basis", "statistics.basis", allowed="、".join(each.value for each in indicator.bases))
    return basis


def check_has_past(indicator: Indicator) -> None:
    """Raises 422 `statistics.present_only` where only the number of today is known."""
    if is_of_today(indicator):
        raise problem_on("school_year", "statistics.present_only", indicator=indicator.id)


def check_dimensions(indicator: Indicator, group_by: Sequence[str], basis: YearBasis, month: str | None) -> list[str]:
    """`group_by` as given. Raises 422 `statistics.dimension`, `.too_many_dimensions`, `.month_basis`."""
    names = rules.read_dimensions(group_by, known_dimensions(indicator))
    if "month" in names and basis is not YearBasis.started:
        raise problem_on("group_by", "statistics.month_basis")
    if month is not None and "school_year" in names:
        raise problem_on("group_by", "statistics.period")
    return names


def check_filters(indicator: Indicator, given: Mapping[str, str]) -> Filters:
    """Filters in the order of their names. Raises 422 `statistics.filter`, or on a value that is none."""
    known = known_dimensions(indicator)
    for name, value in given.items():
        if name not in known:
            raise problem_on(name, "statistics.filter", name=DIMENSIONS[name].label, indicator=indicator.id)
        _check_value(name, value)
    return tuple(sorted(given.items()))


def _check_value(name: str, value: str) -> None:
    codes = DIMENSIONS[name].codes
    if codes is not None and value not in {each.value for each in codes}:
        raise invalid(name, "statistics.filter_value", f"没有这个{DIMENSIONS[name].label}，请对照代码表改掉")
    if name in SCHOOLS:
        try:
            UUID(value)
        except ValueError as error:
            raise invalid(name, "statistics.filter_value", "学校写它的编号（id）") from error
    if name in REGIONS and not (len(value) == 6 and value.isalnum() and value.isascii()):
        raise invalid(name, "statistics.filter_value", "写6位行政区划代码")


def value_of(name: str, value: Any) -> Any:
    """A group's value as it is answered: codes as text, 202611 as 2026-11."""
    if name == "month" and isinstance(value, int):
        return f"{value // 100:04d}-{value % 100:02d}"
    if name in SCHOOLS and value is not None:
        return str(value)
    return getattr(value, "value", value)


def order_of(name: str, value: Any) -> tuple[int, str]:
    """Codes in the order of their list, everything else by itself; what is not known comes last."""
    if value is None:
        return 1_000, ""
    codes = DIMENSIONS[name].codes
    return (0, str(value)) if codes is None else ([each.value for each in codes].index(str(value)), "")


def figures(indicator: Indicator, counts: Mapping[str, int | None], missing: WithoutValue | None) -> Figures:
    """The numbers of one group of an indicator."""
    return figures_of(counts, list(indicator.also), missing, is_ratio=indicator.denominator is not None)


def figures_of(
    counts: Mapping[str, int | None], names: Sequence[str], missing: WithoutValue | None, *, is_ratio: bool
) -> Figures:
    """The numbers of one group; `names` are the further ones. A ratio of nothing is no 0; a base that is not there is
    no 0 either."""
    numerator = counts["numerator"]
    also = {name: counts[name] for name in names}
    if not is_ratio:
        value = float(numerator) if numerator is not None else None
        return Figures(numerator=numerator, denominator=None, value=value, also=also)
    if missing is not None:
        return Figures(numerator=numerator, denominator=None, value=None, reason=missing, reason_label=missing.label,
                       also=also)  # fmt: skip
    denominator = counts["denominator"]
    if not denominator:
        nothing = WithoutValue.nothing
        return Figures(numerator=numerator, denominator=0, value=None, reason=nothing, reason_label=nothing.label,
                       also=also)  # fmt: skip
    return Figures(
        numerator=numerator, denominator=denominator, value=round((numerator or 0) / denominator, 6), also=also
    )


def within(indicator: Indicator, rule: Rule | None, value: float | None) -> bool | None:
    """Whether a value keeps to the rule; None without a value, or where nothing is checked."""
    if rule is None or value is None or not rule.is_checked or indicator.threshold is None:
        return None
    return rule.holds(round(value * 100, 4) if indicator.threshold.unit == PERCENT else value)


def threshold(kind: RuleKind, rule: Rule) -> ThresholdOut:
    """The rule in force as it is answered."""
    return ThresholdOut(
        rule_key=kind.key, title=kind.title, effect=rule.effect if rule.is_checked else RuleEffect.off,
        least=rule.least, most=rule.most, unit=kind.unit, source=rule.source, region_code=rule.region_code,
        effective_from=rule.effective_from,
    )  # fmt: skip


def definition(indicator: Indicator) -> IndicatorOut:
    """The whole definition."""
    parts = {name: part_of(name, part) for name, part in indicator.parts.items()}
    return IndicatorOut(
        id=indicator.id, version=indicator.version, name=indicator.name, subject=SUBJECTS[indicator.id],
        formula=indicator.formula,
        unit=indicator.numerator.unit, ratio=indicator.denominator is not None, additive=indicator.additive,
        cumulative=indicator.cumulative, year_bases=list(indicator.bases),
        dimensions=[_dimension(indicator, name) for name in known_dimensions(indicator)],
        numerator=parts["numerator"], denominator=parts.get("denominator"),
        also=[parts[name] for name in indicator.also], terms=list(indicator.terms), sources=list(indicator.sources),
        threshold_rule=indicator.threshold.key if indicator.threshold else None,
    )  # fmt: skip


def part_of(name: str, part: Counted) -> PartOut:
    """One of its numbers in words."""
    return PartOut(name=name, label=part.label, counts=part.counts, unit=part.unit, additive=part.measure.additive)


def _dimension(indicator: Indicator, name: str) -> DimensionOut:
    dimension = DIMENSIONS[name]
    is_many = any(isinstance(part.source.dimensions.get(name), Many) for part in indicator.parts.values())
    values = {each.value: each.label for each in dimension.codes} if dimension.codes is not None else None
    return DimensionOut(name=name, label=dimension.label, additive=not is_many, values=values)
