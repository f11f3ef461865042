"""The statements behind every indicator, built from its data: one scan for all numbers of one source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Enum,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from services.api.features.statistics.counting import Counted, Days, Indicator, Many, Months, Present, Source, Years
from services.api.features.statistics.dimensions import (
    DIMENSIONS,
    REGIONS,
    SCHOOLS,
    month_of,
    none_of,
    region,
    year_of,
)
from services.api.kernel.periods import Period, month_period, months_of_school_year, school_year_period
from services.api.kernel.scope import Scope
from services.contracts.codes import YearBasis

STATEMENTS_KEPT = 256
"""Systems ask the same question again and again: its statement is built and compiled once."""


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question: school years first to last or one month, basis, groups in their order, and filters."""

    region_code: str
    first_year: int
    last_year: int
    month: str | None
    basis: YearBasis
    group_by: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]

    @property
    def years(self) -> range:
        """All its school years."""
        return range(self.first_year, self.last_year + 1)

    @property
    def period(self) -> Period:
        """Its first and last day."""
        if self.month is not None:
            return month_period(self.month)
        return Period(school_year_period(self.first_year).start_on, school_year_period(self.last_year).end_on)


@lru_cache(STATEMENTS_KEPT)
def numbers(indicator: Indicator, source: Source, scope: Scope, asked: Question) -> Select[Any]:
    """One row a group: its values in the order of `asked.group_by`, then each number of this source by its name.

    Without groups it is one row, and rows that are left out are counted as well.
    """
    rows = source.rows()
    table, columns = _grouped(source, rows, asked)
    parts = {name: part for name, part in indicator.parts.items() if part.source is source}
    figures = [_figure(part, rows).label(name) for name, part in parts.items()]
    wanted = [part.chosen(rows) for part in parts.values()]
    if not asked.group_by and indicator.numerator.source is source:
        figures += [func.count().filter(left.where(rows)).label(left.reason) for left in indicator.left_out]
        wanted += [left.where(rows) for left in indicator.left_out]
    statement = select(*columns, *figures).select_from(table).where(*_asked_rows(source, rows, scope, asked))
    return statement.where(or_(*wanted)).group_by(*columns)


def left_out(indicator: Indicator, scope: Scope, asked: Question) -> Select[Any]:
    """One row a group: its values, then how many rows are left out for each reason."""
    source = indicator.numerator.source
    rows = source.rows()
    table, columns = _grouped(source, rows, asked)
    figures = [func.count().filter(left.where(rows)).label(left.reason) for left in indicator.left_out]
    statement = select(*columns, *figures).select_from(table).where(*_asked_rows(source, rows, scope, asked))
    return statement.where(or_(*(left.where(rows) for left in indicator.left_out))).group_by(*columns)


@lru_cache(STATEMENTS_KEPT)
def numbers_of_many(indicators: tuple[Indicator, ...], source: Source, scope: Scope, asked: Question) -> Select[Any]:
    """One row a group: its values, then what several indicators count in one source, named as `S-01:numerator`."""
    rows = source.rows()
    table, columns = _grouped(source, rows, asked)
    parts = {
        f"{each.id}:{name}": part for each in indicators for name, part in each.parts.items() if part.source is source
    }  # fmt: skip
    figures = [_figure(part, rows).label(name) for name, part in parts.items()]
    statement = select(*columns, *figures).select_from(table).where(*_asked_rows(source, rows, scope, asked))
    return statement.where(or_(*(part.chosen(rows) for part in parts.values()))).group_by(*columns)


@lru_cache(STATEMENTS_KEPT)
def behind(part: Counted, scope: Scope, asked: Question) -> tuple[Select[Any], Sequence[tuple[Any, type]]]:
    """The rows that a number counts without its groups, and what to page by; one row a person for persons."""
    source = part.source
    rows = source.rows()
    conditions = [*_asked_rows(source, rows, scope, asked), part.where(rows)]
    if part.measure.persons:
        person = rows.c[source.person]
        return select(person.label("id")).where(*conditions).group_by(person), [(person, UUID)]
    key = rows.c[source.key]
    shown = [key.label("id"), rows.c[source.county].label("county"), *(rows.c[name] for name in source.codes)]
    if source.person:
        shown.append(rows.c[source.person].label("person"))
    if part.measure.sum_of is not None:
        shown.append(part.measure.sum_of(rows).label("amount"))
    keys: list[tuple[Any, type]] = [(key, UUID)]
    if source.then:
        keys.append((rows.c[source.then], date))
    return select(*shown).where(*conditions), keys


def _figure(part: Counted, rows: FromClause) -> ColumnElement[Any]:
    where = part.where(rows)
    if part.measure.persons:
        return func.count(distinct(rows.c[part.source.person])).filter(where)
    if part.measure.sum_of is not None:
        return func.coalesce(func.sum(case((where, part.measure.sum_of(rows)), else_=0)), 0)
    return func.count().filter(where)


def _asked_rows(source: Source, rows: FromClause, scope: Scope, asked: Question) -> list[ColumnElement[bool]]:
    narrowed = [_has(source, rows, name, value) for name, value in asked.filters]
    return [_belongs(source, rows, asked), source.seen(rows, scope, asked.region_code), *narrowed]


def _belongs(source: Source, rows: FromClause, asked: Question) -> ColumnElement[bool]:
    """Whether a row is of the asked years or month."""
    when, period = source.when, asked.period
    if isinstance(when, Present):
        return true()
    if isinstance(when, Years):
        return _years(rows.c[when.year], asked)
    if isinstance(when, Months):
        months = [asked.month] if asked.month else [*months_of_school_year(asked.first_year)[:1],
                                                     *months_of_school_year(asked.last_year)[-1:]]  # fmt: skip
        return rows.c[when.month].between(months[0], months[-1])
    first = rows.c[when.first_on]
    if asked.basis is YearBasis.started or not when.last_on:
        if when.year and asked.month is None:
            return _years(rows.c[when.year], asked)
        return first.between(period.start_on, period.end_on)
    early = rows.c[when.year] <= asked.last_year if when.year else true()
    return and_(early, _touches(rows, when, period.start_on, period.end_on))


def _years(column: ColumnElement[Any], asked: Question) -> ColumnElement[bool]:
    if len(asked.years) == 1:
        return column == asked.last_year
    return column.between(asked.first_year, asked.last_year)


def _touches(rows: FromClause, when: Days, first_on: Any, last_on: Any) -> ColumnElement[bool]:
    last = rows.c[when.last_on]
    ends_later = last >= first_on
    later = or_(last.is_(None), ends_later) if _is_open_ended(last) else ends_later
    return and_(rows.c[when.first_on] <= last_on, later)


def _is_open_ended(column: ColumnElement[Any]) -> bool:
    """Whether it may be null; an expression of a source is asked as well."""
    return getattr(column, "nullable", True)


def _grouped(source: Source, rows: FromClause, asked: Question) -> tuple[FromClause, list[ColumnElement[Any]]]:
    """The rows joined with what a row may have several of, and the columns of the groups."""
    table = rows
    columns: list[ColumnElement[Any]] = []
    for name in asked.group_by:
        dimension = source.dimensions.get(name)
        if isinstance(dimension, Many):
            values = _values([*dimension.values, dimension.none], name)
            table = table.join(values, _has_value(dimension, rows, values.c.value))
            columns.append(values.c.value)
        elif name == "school_year" and _lies_in_years(source, asked):
            years = _year_table(asked.years)
            table = table.join(years, _touches(rows, source.when, years.c.first_on, years.c.last_on))  # type: ignore[arg-type] # such a source has days
            columns.append(years.c.year)
        else:
            columns.append(_value(source, rows, name))
    return table, [column.label(name) for name, column in zip(asked.group_by, columns, strict=True)]


def _lies_in_years(source: Source, asked: Question) -> bool:
    has_last_day = isinstance(source.when, Days) and source.when.last_on != ""
    return has_last_day and asked.basis is YearBasis.in_post and asked.month is None


def _value(source: Source, rows: FromClause, name: str) -> ColumnElement[Any]:
    if name in REGIONS:
        return region(rows.c[source.county], name)
    if name == "school_year":
        return _school_year(source, rows)
    if name == "month":
        when = source.when
        return rows.c[when.month] if isinstance(when, Months) else month_of(rows.c[when.first_on])  # type: ignore[union-attr] # rows of a year have no month
    dimension = source.dimensions[name]
    assert not isinstance(dimension, Many)
    return dimension(rows)


def _school_year(source: Source, rows: FromClause) -> ColumnElement[Any]:
    when = source.when
    if isinstance(when, Months):
        month = rows.c[when.month]
        year = cast(func.substr(month, literal_column("1"), literal_column("4")), Integer)
        begins: ColumnElement[str] = literal_column("'09'")
        return year - case((func.substr(month, literal_column("6"), literal_column("2")) < begins, 1), else_=0)
    return rows.c[when.year] if when.year else year_of(rows.c[when.first_on])  # type: ignore[union-attr] # `Years` has one


def _has(source: Source, rows: FromClause, name: str, value: str) -> ColumnElement[bool]:
    """Rows with this value of a dimension."""
    dimension = source.dimensions.get(name)
    if isinstance(dimension, Many):
        return none_of(dimension)(rows) if value == dimension.none else dimension.values[value](rows)
    column: Any = _value(source, rows, name)
    codes = DIMENSIONS[name].codes
    wanted: Any = UUID(value) if name in SCHOOLS else value
    if codes is not None and isinstance(column.type, Enum):
        wanted = DIMENSIONS[name].code(value)
    return column == wanted  # type: ignore[no-any-return] # a comparison of a column


def _has_value(dimension: Many, rows: FromClause, value: ColumnElement[Any]) -> ColumnElement[bool]:
    has = [(value == literal_column(f"'{name}'"), predicate(rows)) for name, predicate in dimension.values.items()]
    return case(*has, else_=none_of(dimension)(rows))


def _values(names: Sequence[str], of: str) -> FromClause:
    rows = [select(cast(literal_column(f"'{name}'"), String).label("value")) for name in names]
    return union_all(*rows).subquery(f"values_of_{of}")


def _year_table(years: range) -> FromClause:
    return union_all(*(_year_row(year, school_year_period(year)) for year in years)).subquery("years")


def _year_row(year: int, period: Period) -> Select[Any]:
    facts: dict[str, ColumnElement[Any]] = {
        "year": literal(year, Integer), "first_on": literal(period.start_on, Date),
        "last_on": literal(period.end_on, Date),
    }  # fmt: skip
    return select(*(value.label(name) for name, value in facts.items()))
