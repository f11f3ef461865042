"""Reporting (S-23) by township too, handled refusals (S-37), and how years and regions are asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.api.features.refusals import service as refusal_cases
from services.api.features.regions import service as regions
from services.api.features.statistics import queries, rules
from services.api.kernel.context import Ctx
from services.api.kernel.periods import EARLIEST_SCHOOL_YEAR, month_of, months_of_school_year
from services.api.kernel.problems import Problem, invalid
from services.contracts.codes import Role
from services.contracts.refusals import RefusalCountRow, RefusalCounts
from services.contracts.statistics import ReportingOut, ReportingRow


@dataclass(frozen=True, slots=True)
class YearsAsked:
    """School years as asked; None is the default."""

    school_year: str | None
    first_school_year: str | None


@dataclass(frozen=True, slots=True)
class ReportsAsked:
    """Month or school year as asked; neither is the present month."""

    month: str | None
    school_year: str | None


async def reporting(ctx: Ctx, region_code: str | None, period: ReportsAsked, group_by: Sequence[str]) -> ReportingOut:
    """S-23: the DHIS2 metrics of one month or of a school year so far, from the ledger of expectations.

    Raises 422 `statistics.dimension`, `statistics.month_in_future`, `statistics.year_in_future`,
    `statistics.period`; 403 `permission.out_of_region`; 404.
    """
    dimensions = rules.with_county(rules.read_dimensions(group_by, rules.REPORTING_DIMENSIONS))
    rules.check_one_period(period.month, period.school_year)
    year = rules.read_school_year(period.school_year, ctx.today) if period.school_year is not None else None
    month = None if year is not None else rules.check_month(period.month or month_of(ctx.today), ctx.today)
    region = await region_asked(ctx, region_code)
    months = months_of_school_year(year) if year is not None else [str(month)]
    asked = queries.ReportingAsked(region, months, dimensions, ctx.now)
    counts = await queries.report_counts(ctx.db, ctx.scope, asked)
    return ReportingOut(
        definition=rules.REPORTING_DEFINITION,
        month=month,
        school_year=year,
        region_code=region,
        group_by=dimensions,
        rows=await _reporting_rows(ctx, dimensions, counts),
        total=ReportingRow(group={}, labels={}, **rules.reporting_metrics([count for _, count in counts])),
        as_of=ctx.now,
    )


async def _reporting_rows(
    ctx: Ctx, dimensions: Sequence[str], counts: Sequence[tuple[tuple[Any, ...], rules.ReportCount]]
) -> list[ReportingRow]:
    groups: dict[tuple[Any, ...], list[rules.ReportCount]] = defaultdict(list)
    for group, count in counts:
        groups[group].append(count)
    named = await _named(ctx, dimensions, list(groups))
    return [
        ReportingRow(group=group, labels=labels, **rules.reporting_metrics(groups[key]))
        for key, (group, labels) in sorted(zip(groups, named, strict=True), key=lambda pair: pair[0])
    ]


READ_CASES = frozenset({Role.county_coordinator, Role.school_leader})
"""Who reads the cases of its own county or school anyhow, and so sees every number of them."""


async def refusals(ctx: Ctx, region_code: str | None, years: YearsAsked, group_by: Sequence[str]) -> RefusalCounts:
    """S-37: handled refusals by region and school year; small ones are told to nobody but the county.

    Raises 422 `statistics.dimension`, `statistics.year_in_future`; 403 `permission.out_of_region`; 404.
    """
    dimensions = rules.read_dimensions(group_by, rules.REFUSAL_DIMENSIONS)
    first, last = years_asked(ctx, years, in_series="school_year" in dimensions)
    region = await region_asked(ctx, region_code)
    cells = await refusal_cases.cells(ctx.db, ctx.scope, region, first, last)
    exact = ctx.principal.role in READ_CASES
    groups: dict[tuple[Any, ...], list[refusal_cases.Cell]] = defaultdict(list)
    for cell in cells:
        groups[tuple(rules.value_of(cell, name) for name in dimensions)].append(cell)
    keys = sorted(groups) if dimensions else []
    rows = []
    for key, (group, labels) in zip(keys, await _named(ctx, dimensions, keys), strict=True):
        cases, hidden = refusal_cases.told(groups[key], exact=exact)
        rows.append(RefusalCountRow(group=group, labels=labels, cases=cases, hidden=hidden))
    total, hidden = refusal_cases.told(cells, exact=exact)
    return RefusalCounts(
        definition=rules.REFUSAL_DEFINITION, school_year=last, first_school_year=first, region_code=region,
        group_by=dimensions, rows=rows, total_cases=total, hidden=hidden, as_of=ctx.now,
    )  # fmt: skip


async def _named(
    ctx: Ctx, dimensions: Sequence[str], groups: Sequence[tuple[Any, ...]]
) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Values and Chinese words of each group; the names of all regions in one query."""
    valued = [dict(zip(dimensions, group, strict=True)) for group in groups]
    codes = {str(values[name]) for values in valued for name in dimensions if name in rules.REGION_DIMENSIONS}
    names = await regions.names(ctx.db, codes) if codes else {}
    return [(values, {name: rules.label_of(name, value, names) for name, value in values.items()}) for values in valued]


def years_asked(ctx: Ctx, asked: YearsAsked, *, in_series: bool) -> tuple[int, int]:
    """The first and the last school year; one year unless a series is asked for."""
    last = rules.read_school_year(asked.school_year, ctx.today)
    first = max(last - rules.YEARS_IN_A_SERIES + 1, EARLIEST_SCHOOL_YEAR)
    if asked.first_school_year is not None:
        first = rules.read_school_year(asked.first_school_year, ctx.today, "first_school_year")
    if first > last:
        raise invalid("first_school_year", "school_year.order", "开始学年要在结束学年之前或相同")
    return (first if in_series else last), last


async def region_asked(ctx: Ctx, code: str | None) -> str:
    """The asked region, by default the caller's own. 404 for an unknown one, 403 outside the caller's."""
    own = ctx.principal.region_code
    if code is None or code == own:
        return own
    name = (await regions.names(ctx.db, [code])).get(code)
    if name is None:
        raise Problem("resource.not_found")
    if not ctx.principal.covers(code):
        raise Problem("permission.out_of_region", region=name)
    return code
