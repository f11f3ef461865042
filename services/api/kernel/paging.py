"""Keyset pages (architecture §8): no OFFSET, no lost and no doubled row while others write."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.events import plain
from services.api.kernel.problems import Problem

MAX_LIMIT = 200
LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class PageAsked:
    """`limit` 1 to 200 rows, `cursor` from the page before, `count` asks for the number of all rows."""

    limit: int
    cursor: str | None
    count: bool


def _page_asked(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    count: Annotated[bool, Query()] = False,  # noqa: FBT002 - a query parameter
) -> PageAsked:
    return PageAsked(limit, cursor, count)


Paging = Annotated[PageAsked, Depends(_page_asked)]


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of rows."""

    rows: Sequence[Row[Any]]
    next_cursor: str | None
    count: int | None


def encode_cursor(values: Sequence[Any]) -> str:
    """The sort key of the last row, opaque to the reader."""
    raw = json.dumps([plain(value) for value in values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """Back to typed values. Raises 422 `page.cursor`."""
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(raw, list) or len(raw) != len(kinds):
            raise ValueError
        return [_typed(value, kind) for value, kind in zip(raw, kinds, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, binascii.Error) as error:
        raise Problem("page.cursor") from error


def _typed(value: Any, kind: type) -> Any:
    if kind is UUID:
        return UUID(value)
    if kind is datetime:
        return _instant(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is int:
        return _integer(value)
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()  # refuses half a character (a lone surrogate)
    return value


def _instant(value: Any) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError
    return found.astimezone(UTC)


def _integer(value: Any) -> int:
    if type(value) is not int or abs(value) > LARGEST_INTEGER:
        raise ValueError
    return value


async def page_of(
    session: AsyncSession,
    statement: Select[Any],
    asked: PageAsked,
    keys: Sequence[tuple[Any, type]],
    *,
    descending: bool = False,
) -> Rows:
    """Run a select as one keyset page.

    `keys` are the sort columns with their Python types, the last one unique; none may be null.
    One query, two with `count`.
    """
    columns = [column for column, _ in keys]
    counted = None
    if asked.count:
        counted = await session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    if asked.cursor:
        edge = tuple_(*decode_cursor(asked.cursor, [kind for _, kind in keys]))
        place = tuple_(*columns)
        statement = statement.where(place < edge if descending else place > edge)
    ordered = statement.order_by(*(column.desc() if descending else column for column in columns))
    keyed = ordered.add_columns(*(column.label(f"_key{n}") for n, column in enumerate(columns)))
    rows = (await session.execute(keyed.limit(asked.limit + 1))).all()
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    cursor = encode_cursor(rows[-1][-len(columns) :]) if more else None
    return Rows(rows, cursor, counted)
