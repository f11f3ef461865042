"""Pages of rows that were chosen after counting: the same cursors as those of a select. Pure."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.api.features.commitments.rules import Counted
from services.api.kernel.paging import PageAsked, Rows, decode_cursor, encode_cursor

Key = tuple[date, UUID]


def key_of(counted: Counted) -> Key:
    """What the list is sorted by, the latest first."""
    return counted[0].start_on, counted[0].id


def page_among(rows: Sequence[Counted], asked: PageAsked, as_of_position: int) -> Rows:
    """The page asked for among all rows, which are in their order. Raises 422 `page.cursor`.

    An export takes all of them at once.
    """
    count = len(rows) if asked.count else None
    if asked.stream is not None:
        return Rows(list(rows), None, count)
    start = _start(rows, asked)
    page = list(rows[start : start + asked.limit])
    after, before = start + asked.limit < len(rows), start > 0
    return Rows(
        page,
        encode_cursor(key_of(page[-1])) if page and after else None,
        count,
        encode_cursor(key_of(page[0]), backward=True) if page and before else None,
        as_of_position,
    )


def _start(rows: Sequence[Counted], asked: PageAsked) -> int:
    if not asked.cursor:
        return 0
    edge = decode_cursor(asked.cursor, [date, UUID])
    keys = (edge.keys[0], edge.keys[1])
    if edge.backward:
        above = sum(key_of(row) > keys for row in rows)
        return max(0, above - asked.limit)
    return sum(key_of(row) >= keys for row in rows)
