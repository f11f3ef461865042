"""Statistics that explain themselves: rotation (S-01), balance of pairings (S-08), reporting (S-23)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.api.features.refusals import service as refusal_cases
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.statistics import queries, rules
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.periods import month_of, months_of_school_year, school_year_period
from services.api.kernel.problems import Problem, invalid
from services.contracts.codes import Code, Role, YearBasis
from services.contracts.refusals import RefusalCountRow, RefusalCounts
from services.contracts.statistics import (
    BalanceOut,
    BalanceRow,
    LeftOut,
    ReportingOut,
    ReportingRow,
    RotationOut,
    RotationRow,
)


@dataclass(frozen=True, slots=True)
class YearsAsked:
    """School years and basis as asked; None is the default."""

    school_year: str | None
    first_school_year: str | None
    basis: YearBasis


@dataclass(frozen=True, slots=True)
class ReportsAsked:
    """Month or school year as asked; neither is the present month."""

    month: str | None
    school_year: str | None


async def rotation(
    ctx: Ctx, region_code: str | None, years: YearsAsked, group_by: Sequence[str], filters: Mapping[str, Code]
) -> RotationOut:
    """S-01: assignments and persons of a school year by any of the dimensions.

    Grouped by school year it is a series: five years up to the asked one unless `first_school_year` says otherwise.
    Raises 422 `statistics.dimension`, `statistics.year_in_future`; 403 `permission.out_of_region`; 404.
    """
    dimensions = rules.read_dimensions(group_by, rules.ROTATION_DIMENSIONS)
    first, last = years_asked(ctx, years, in_series="school_year" in dimensions)
    region = await region_asked(ctx, region_code)
    asked = queries.RotationAsked(region, first, last, years.basis, tuple(dimensions), tuple(filters.items()))
    totals = await queries.rotation_totals(ctx.db, ctx.scope, asked)
    groups = await _rotation_groups(ctx, asked, totals)
    return RotationOut(
        definition=rules.rotation_definition(years.basis),
        year_basis=years.basis,
        school_year=last,
        first_school_year=first,
        region_code=region,
        group_by=dimensions,
        filters={name: value.value for name, value in filters.items()},
        rows=groups,
        total_assignments=totals.assignments,
        total_persons=totals.persons,
        left_out=[
            LeftOut(reason=reason.value, label=reason.label, assignments=count)
            for reason, count in totals.left_out.items()
            if count
        ],
        as_of=ctx.now,
    )


async def _rotation_groups(ctx: Ctx, asked: queries.RotationAsked, totals: queries.RotationTotals) -> list[RotationRow]:
    if not asked.dimensions:
        return [RotationRow(group={}, labels={}, assignments=totals.assignments, persons=totals.persons)]
    found = (await ctx.db.execute(queries.rotation_groups(ctx.scope, asked))).all()
    named = await _named(ctx, asked.dimensions, [tuple(row[:-2]) for row in found])
    rows = [
        RotationRow(group=group, labels=labels, assignments=row[-2], persons=row[-1])
        for row, (group, labels) in zip(found, named, strict=True)
    ]
    return sorted(rows, key=lambda row: [rules.order_of(name, value) for name, value in row.group.items()])


async def balance(ctx: Ctx, region_code: str | None, years: YearsAsked, asked: PageAsked) -> BalanceOut:
    """S-08: urban to rural minus rural to urban of each pairing live in the school year, 0 when nobody moved."""
    _, year = years_asked(ctx, years, in_series=False)
    region = await region_asked(ctx, region_code)
    statement, key = queries.balance(ctx.scope, region, year, years.basis)
    page = await page_of(ctx.db, statement, asked, [(key, UUID)])
    down, up = await queries.balance_totals(ctx.db, statement)
    ids = {id_ for row in page.rows for id_ in (row.supporting_school_id, row.recipient_school_id)}
    refs = await schools.refs_on(ctx.db, ids, school_year_period(year).end_on or ctx.today)
    return BalanceOut(
        definition=rules.balance_definition(years.basis),
        year_basis=years.basis,
        school_year=year,
        region_code=region,
        rows=[_balance_row(row, refs) for row in page.rows],
        next_cursor=page.next_cursor,
        prev_cursor=page.prev_cursor,
        count=page.count,
        total_urban_to_rural=down,
        total_rural_to_urban=up,
        total_difference=down - up,
        as_of=ctx.now,
    )


def _balance_row(row: Any, refs: Mapping[Any, Any]) -> BalanceRow:
    return BalanceRow(
        pairing_id=row.id,
        supporting_school=refs[row.supporting_school_id].name,
        recipient_school=refs[row.recipient_school_id].name,
        urban_to_rural=row.down,
        rural_to_urban=row.up,
        difference=row.down - row.up,
    )


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
    return [
        (
            {name: value.value if isinstance(value, Code) else value for name, value in values.items()},
            {name: rules.label_of(name, value, names) for name, value in values.items()},
        )
        for values in valued
    ]


def years_asked(ctx: Ctx, asked: YearsAsked, *, in_series: bool) -> tuple[int, int]:
    """The first and the last school year; one year unless a series is asked for."""
    last = rules.read_school_year(asked.school_year, ctx.today)
    first = max(last - rules.YEARS_IN_A_SERIES + 1, rules.EARLIEST_SCHOOL_YEAR)
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
