"""How many days a closed period has, inside a statement: the two databases subtract days in different ways."""

from typing import Any

from sqlalchemy import Integer
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
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"({last} - {first} + 1)"


@compiles(days_in, "sqlite")
def _julian(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) + 1 AS INTEGER)"
