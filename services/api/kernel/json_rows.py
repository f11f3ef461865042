"""Rows that become JSON without a model between (architecture §12): for the lists that systems read all day.

What the database keeps as JSON is taken as it is written there: reading it and writing it again was most of the work.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import Response
from pydantic_core import to_json
from sqlalchemy import ColumnElement, Text, cast


def as_written(column: Any) -> ColumnElement[str]:
    """A column of JSON as text."""
    return cast(column, Text)


def row_json(fields: Mapping[str, Any], written: str) -> bytes:
    """One row: `fields` as every other answer writes them, then what is JSON already: `"name":…`. Neither is empty."""
    return b"%b,%b}" % (to_json(fields)[:-1], written.encode())


def page_json(rows: Iterable[bytes], beside: Mapping[str, Any]) -> bytes:
    """A page: `items`, and what stands beside them."""
    return b'{"items":[' + b",".join(rows) + b"]," + to_json(beside)[1:]


def written(body: bytes) -> Response:
    """The answer that is JSON already; its route says of which model."""
    return Response(body, media_type="application/json")
