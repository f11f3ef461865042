"""Keyset pages in both directions (architecture §8): no OFFSET, no lost and no doubled row while others write."""

import base64
import binascii
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.events import plain
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem

MAX_LIMIT = 200
LARGEST_INTEGER = 2**63 - 1
MORE = "more"
BACKWARD = "before"
"""A cursor is a list of keys; one that goes back is an object with the list under this name."""


class RowStream:
    """The rows of one statement, taken page by page while it stays open: a whole list is sorted once.

    For exports only: the session must live as long and see one snapshot.
    """

    def __init__(self) -> None:
        self._rows: AsyncIterator[Sequence[Row[Any]]] | None = None

    async def take(self, session: AsyncSession, statement: Select[Any], limit: int) -> Sequence[Row[Any]]:
        """The next rows; the statement runs the first time, and later ones are the same."""
        if self._rows is None:
            found = await session.stream(statement, execution_options={"yield_per": limit})
            self._rows = found.partitions(limit)
        async for rows in self._rows:
            return rows
        return ()


@dataclass(frozen=True, slots=True)
class PageAsked:
    """`limit` 1 to 200 rows, 0 inside the system for a count alone; `cursor` from the page before or after; `count`
    asks for the number of all rows.

    With a `stream` the pages are those of its one statement, and the cursor says only that there are more.
    """

    limit: int
    cursor: str | None
    count: bool
    stream: RowStream | None = None

    @property
    def with_sums(self) -> bool:
        """Whether sums over all rows are told beside the page: with the count, but in no file and for no bare count."""
        return self.count and self.limit > 0 and self.stream is None


def _page_asked(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    count: Annotated[bool, Query()] = False,  # noqa: FBT002 - a query parameter
) -> PageAsked:
    return PageAsked(limit, cursor, count)


Paging = Annotated[PageAsked, Depends(_page_asked)]


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of rows, with the cursors of the pages after and before it (None at the ends).

    `as_of_position` was read before the rows: all that it covers is in them, and what comes in between is told twice,
    never lost (a replica goes on from there with `GET /changes`). A stream has none.
    """

    rows: Sequence[Any]
    next_cursor: str | None
    count: int | None
    prev_cursor: str | None = None
    as_of_position: int | None = None

    def around(self) -> dict[str, Any]:
        """What a `Page` says beside its items."""
        return {
            "next_cursor": self.next_cursor,
            "prev_cursor": self.prev_cursor,
            "count": self.count,
            "as_of_position": self.as_of_position,
        }


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins: after a row with these sort keys, or `backward` the page that ends before it."""

    keys: list[Any]
    backward: bool = False


def encode_cursor(values: Sequence[Any], *, backward: bool = False) -> str:
    """The sort key of a page's last row, backward of its first; opaque to the reader."""
    keys = [plain(value) for value in values]
    raw = json.dumps({BACKWARD: keys} if backward else keys, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> Edge:
    """Back to typed values. Raises 422 `page.cursor`."""
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        backward = isinstance(raw, dict) and list(raw) == [BACKWARD]
        keys = raw[BACKWARD] if backward else raw
        if not isinstance(keys, list) or len(keys) != len(kinds):
            raise ValueError
        return Edge([_typed(value, kind) for value, kind in zip(keys, kinds, strict=True)], backward)
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
    Two queries, three with `count`; one for a count alone, with a `limit` of 0. Going back beyond rows that have
    gone since ends on the first page, one query more.
    """
    columns = [column for column, _ in keys]
    counted = None
    if asked.count:
        counted = await session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    if asked.limit == 0:
        return Rows((), None, counted)
    if asked.stream is not None:
        ordered = statement.order_by(*(column.desc() if descending else column for column in columns))
        taken = await asked.stream.take(session, ordered, asked.limit)
        return Rows(taken, MORE if len(taken) == asked.limit else None, counted)
    edge = decode_cursor(asked.cursor, [kind for _, kind in keys]) if asked.cursor else None
    as_of = await head_position(session)
    keyed = _from_edge(statement, columns, edge, descending=descending)
    rows = (await session.execute(keyed.limit(asked.limit + 1))).all()
    if edge is not None and edge.backward and not rows:
        first = await page_of(session, statement, replace(asked, cursor=None, count=False), keys, descending=descending)
        return replace(first, count=counted)
    return replace(_cut(rows, asked.limit, len(columns), edge, counted), as_of_position=as_of)


def _from_edge(statement: Select[Any], columns: Sequence[Any], edge: Edge | None, *, descending: bool) -> Select[Any]:
    """The rows beyond the edge in the order in which the page is read; back from it the other way round."""
    downward = descending is not (edge is not None and edge.backward)
    if edge is not None:
        place, start = tuple_(*columns), tuple_(*edge.keys)
        statement = statement.where(place < start if downward else place > start)
    ordered = statement.order_by(*(column.desc() if downward else column for column in columns))
    return ordered.add_columns(*(column.label(f"_key{n}") for n, column in enumerate(columns)))


def _cut(rows: Sequence[Row[Any]], limit: int, keys: int, edge: Edge | None, count: int | None) -> Rows:
    """The page out of one row more than it holds, which says whether there is more that way."""
    more, page = len(rows) > limit, list(rows[:limit])
    backward = edge is not None and edge.backward
    if backward:
        page.reverse()
    if not page:
        return Rows(page, None, count)
    after, before = (True, more) if backward else (more, edge is not None)
    return Rows(
        page,
        encode_cursor(page[-1][-keys:]) if after else None,
        count,
        encode_cursor(page[0][-keys:], backward=True) if before else None,
    )
