"""One answer for every indicator: groups, total, last year, threshold, and what is left out (W-33.1, W-33.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from services.api.features.policy_rules import service as policy_rules
from services.api.features.policy_rules.service import Rule
from services.api.features.statistics import rules, rules_indicators
from services.api.features.statistics.counting import Indicator
from services.api.features.statistics.indicators import REGISTRY
from services.api.features.statistics.queries_indicators import Question
from services.api.features.statistics.service import YearsAsked, region_asked, years_asked
from services.api.features.statistics.service_closed import closed_period
from services.api.features.statistics.service_counting import Counting, Group, count, label, labels_of, places_called
from services.api.kernel.context import Ctx
from services.api.kernel.periods import month_period, next_month, school_year_of
from services.contracts.codes import WithoutValue, YearBasis
from services.contracts.indicators import Comparison, Figures, IndicatorAnswer, IndicatorOut, IndicatorRow, NotCounted


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: None is the default. `last_year`: whether the year before is told beside."""

    indicator: str
    region_code: str | None
    school_year: str | None
    first_school_year: str | None
    month: str | None
    basis: YearBasis | None
    group_by: tuple[str, ...]
    filters: Mapping[str, str]
    last_year: bool = False


class Compare(str, Enum):
    """What numbers are told beside."""

    last_year = "last_year"


def grouped(number: Asked, group_by: Sequence[str], compare: Compare | None) -> Asked:
    """The same question by groups, with the year before or without."""
    return replace(number, group_by=tuple(group_by), last_year=compare is Compare.last_year)


def listing(_ctx: Ctx) -> list[IndicatorOut]:
    """Every indicator."""
    return [rules_indicators.definition(each) for each in REGISTRY.values()]


def definition(_ctx: Ctx, indicator_id: str) -> IndicatorOut:
    """One indicator. Raises 404."""
    return rules_indicators.definition(rules_indicators.find(indicator_id))


async def question(ctx: Ctx, asked: Asked) -> tuple[Indicator, Question]:
    """What is asked, checked.

    Raises 404; 403 `permission.out_of_region`; 422 `statistics.dimension`, `.too_many_dimensions`, `.filter`,
    `.filter_value`, `.basis`, `.month_basis`, `.period`, `.present_only`, `.year_in_future`, `.month_in_future`.
    """
    indicator = rules_indicators.find(asked.indicator)
    basis = rules_indicators.check_basis(indicator, asked.basis)
    rules.check_one_period(asked.month, asked.school_year or asked.first_school_year)
    month = rules.check_month(asked.month, ctx.today) if asked.month is not None else None
    names = rules_indicators.check_dimensions(indicator, asked.group_by, basis, month)
    filters = rules_indicators.check_filters(indicator, asked.filters)
    first, last = _years(ctx, indicator, asked, names, month)
    if month is not None or asked.last_year or last != school_year_of(ctx.today):
        rules_indicators.check_has_past(indicator)
    region = await region_asked(ctx, asked.region_code)
    return indicator, Question(region, first, last, month, basis, tuple(names), filters)


def _years(ctx: Ctx, indicator: Indicator, asked: Asked, names: Sequence[str], month: str | None) -> tuple[int, int]:
    if month is not None:
        year = school_year_of(month_period(month).start_on)
        return year, year
    given = YearsAsked(asked.school_year, asked.first_school_year)
    if indicator.cumulative and asked.first_school_year is None and "school_year" not in names:
        _, last = years_asked(ctx, given, in_series=False)
        return last - rules_indicators.CUMULATED_YEARS + 1, last
    return years_asked(ctx, given, in_series=indicator.cumulative or "school_year" in names)


async def answer(ctx: Ctx, asked: Asked) -> IndicatorAnswer:
    """An indicator's numbers by groups; a fixed number of statements however many groups there are."""
    indicator, wanted = await question(ctx, asked)
    rule = await _rule(ctx, indicator, wanted)
    of_total = None if indicator.threshold_by else rule
    of_groups = rule if indicator.threshold_by in {"", *wanted.group_by} else None
    now = await count(ctx, indicator, wanted)
    before = await count(ctx, indicator, _year_before(wanted)) if asked.last_year else None
    labels = await labels_of(ctx, wanted.group_by, [group for group, _ in now.groups])
    earlier = {_a_year_on(group): figures for group, figures in before.groups} if before else {}
    rows = [
        _row(
            (group, words), _held(indicator, of_groups, figures), earlier.get(_key(group), _nothing(indicator, before))
        )
        for (group, figures), words in zip(now.groups, labels, strict=True)
    ]
    return IndicatorAnswer(
        indicator=indicator.id, definition=rules_indicators.definition(indicator), unit=indicator.numerator.unit,
        year_basis=wanted.basis, school_year=wanted.last_year, first_school_year=wanted.first_year, month=wanted.month,
        region_code=wanted.region_code, **await in_words(ctx, wanted),
        group_by=list(wanted.group_by), filters=dict(wanted.filters), rows=rows,
        total=_row(({}, {}), _held(indicator, of_total, now.total), before.total if before else None),
        threshold=rules_indicators.threshold(indicator.threshold, rule) if indicator.threshold and rule else None,
        comparison=_comparison(_year_before(wanted)) if before else None, left_out=_left_out(indicator, now),
        parts_open=[name for name, part in indicator.parts.items() if part.source.is_open_to(ctx.principal)],
        as_of=ctx.now, closed_period=await closed_period(ctx, indicator, wanted),
    )  # fmt: skip


async def in_words(ctx: Ctx, wanted: Question) -> dict[str, Any]:
    """What the region and each filter of a question are called. At most two queries."""
    names = [name for name, _ in wanted.filters]
    called = await places_called(ctx, names, [dict(wanted.filters)], [wanted.region_code])
    words = {name: label(name, value, called) for name, value in wanted.filters}
    return {"region_name": called.get(wanted.region_code, wanted.region_code), "filter_labels": words}


async def _rule(ctx: Ctx, indicator: Indicator, wanted: Question) -> Rule | None:
    if indicator.threshold is None:
        return None
    return await policy_rules.in_force(ctx.db, indicator.threshold, wanted.region_code, wanted.period.start_on)


def _year_before(wanted: Question) -> Question:
    month = next_month(wanted.month, -12) if wanted.month is not None else None
    return replace(wanted, first_year=wanted.first_year - 1, last_year=wanted.last_year - 1, month=month)


def _comparison(before: Question) -> Comparison:
    return Comparison(school_year=None if before.month else before.last_year, month=before.month)


def _key(group: Group) -> tuple[Any, ...]:
    return tuple(group.values())


def _a_year_on(group: Group) -> tuple[Any, ...]:
    """What a group of the year before is compared with."""
    return tuple(_dated_on(name, value) for name, value in group.items())


def _dated_on(name: str, value: Any) -> Any:
    if name == "school_year":
        return value + 1
    return next_month(value, 12) if name == "month" else value


def _nothing(indicator: Indicator, before: Counting | None) -> Figures | None:
    """A group that had no row the year before."""
    if before is None:
        return None
    empty = dict.fromkeys(indicator.parts, 0)
    without = before.total.reason
    return rules_indicators.figures(indicator, empty, None if without is WithoutValue.nothing else without)


def _held(indicator: Indicator, rule: Rule | None, figures: Figures) -> Figures:
    """The numbers and whether the value keeps to the rule."""
    return figures.model_copy(update={"within": rules_indicators.within(indicator, rule, figures.value)})


def _row(group: tuple[Group, dict[str, str]], now: Figures, before: Figures | None) -> IndicatorRow:
    values, words = group
    return IndicatorRow(group=dict(values), labels=words, last_year=before, **now.model_dump())


def _left_out(indicator: Indicator, now: Counting) -> list[NotCounted]:
    return [
        NotCounted(reason=each.reason, label=each.label, count=now.left_out[each.reason])
        for each in indicator.left_out
        if now.left_out[each.reason] != 0
    ]
