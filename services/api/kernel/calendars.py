"""Weeks, months, terms and school years as rows inside a statement, for what is owed in each of them (E-06)."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    case,
    cast,
    extract,
    literal,
    literal_column,
    select,
    union_all,
)

from services.api.kernel.day_counts import days_after, month_end
from services.api.kernel.periods import (
    EARLIEST_SCHOOL_YEAR,
    SCHOOL_YEAR_START_MONTH,
    month_of,
    month_period,
    school_year_period,
    term_period,
    week_period,
)

_BEGIN = school_year_period(EARLIEST_SCHOOL_YEAR).start_on
_FIRST = {
    "week": week_period(_BEGIN), "month": month_period(month_of(_BEGIN)), "term": term_period(_BEGIN),
    "school_year": school_year_period(EARLIEST_SCHOOL_YEAR),
}  # fmt: skip


def calendar(today: Any, *kinds: str) -> CTE:
    """Every `week` (Monday to Sunday), `month`, `term` and `school_year` that has begun by a day, since 1990.

    Columns: `kind`, `first_on`, `last_on` (both inside), `school_year` of the last day. What they are stands in
    `periods`; here the database counts them, so that rows can be joined with them.
    """
    begin = union_all(*(_first(kind) for kind in kinds)).subquery("begin")
    found = select(begin).cte("calendar", recursive=True)
    first = days_after(found.c.last_on, _number(1))
    last = _last(found.c.kind, first)
    following = select(found.c.kind, first, last, school_year_of_day(last)).where(found.c.last_on < today)
    return found.union_all(following)


def _first(kind: str) -> Select[Any]:
    period = _FIRST[kind]
    values: dict[str, ColumnElement[Any]] = {
        "kind": cast(literal_column(f"'{kind}'"), String), "first_on": literal(period.start_on, Date),
        "last_on": literal(period.end_on, Date),
    }  # fmt: skip
    year = cast(_number(EARLIEST_SCHOOL_YEAR), Integer).label("school_year")
    return select(*(value.label(name) for name, value in values.items()), year)


def _last(kind: ColumnElement[str], first: ColumnElement[Any]) -> ColumnElement[Any]:
    months_of_term = case((extract("month", first) == _number(SCHOOL_YEAR_START_MONTH), _number(4)), else_=_number(6))
    return case(
        (kind == literal_column("'week'"), days_after(first, _number(6))),
        (kind == literal_column("'month'"), month_end(first, _number(0))),
        (kind == literal_column("'term'"), month_end(first, months_of_term)),
        else_=month_end(first, _number(11)),
    )


def school_year_of_day(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """The school year of a day in a statement: four months after September it is January of the next year."""
    return cast(extract("year", month_end(day, _number(4))) - _number(1), Integer)


def _number(value: int) -> ColumnElement[Any]:
    return literal_column(str(value))
