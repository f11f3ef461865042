"""Days inside a statement: the two databases count them in different ways."""

from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class days_in(FunctionElement[int]):  # noqa: N801 - reads as a function of SQL
    """`days_in(start_on, end_on)`: days from the first to the last, both inside."""

    type = Integer()
    name = "days_in"
    inherit_cache = True


@compiles(days_in, "postgresql")
def _subtracted(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, last = _parts(element, compiler, options)
    return f"({last} - {first} + 1)"


@compiles(days_in, "sqlite")
def _julian(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, last = _parts(element, compiler, options)
    return f"CAST(julianday({last}) - julianday({first}) + 1 AS INTEGER)"


class days_after(FunctionElement[Any]):  # noqa: N801 - reads as a function of SQL
    """`days_after(day, number)`: the day so many days later."""

    type = Date()
    name = "days_after"
    inherit_cache = True


@compiles(days_after, "postgresql")
def _added(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, number = _parts(element, compiler, options)
    return f"({day} + {number})"


@compiles(days_after, "sqlite")
def _moved(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, number = _parts(element, compiler, options)
    return f"date({day}, ({number}) || ' days')"


class month_end(FunctionElement[Any]):  # noqa: N801 - reads as a function of SQL
    """`month_end(day, number)`: the last day of the month so many months after that of a day."""

    type = Date()
    name = "month_end"
    inherit_cache = True


@compiles(month_end, "postgresql")
def _truncated(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, number = _parts(element, compiler, options)
    first = f"date_trunc('month', CAST({day} AS timestamp))"
    return f"CAST({first} + ({number} + 1) * interval '1 month' - interval '1 day' AS DATE)"


@compiles(month_end, "sqlite")
def _started(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, number = _parts(element, compiler, options)
    return f"date({day}, 'start of month', ({number} + 1) || ' months', '-1 day')"


def _parts(element: Any, compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    return [compiler.process(each, **options) for each in element.clauses]
