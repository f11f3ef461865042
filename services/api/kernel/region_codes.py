"""Region codes: the tree they form, and which of them are no place at all."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_

NATION = "000000"
INVENTED_FROM = "9"
"""Codes from here on are no place: the regions of sandboxes (GB/T 2260 begins with 1 to 8)."""
AFTER_EVERY_CODE = "~"
WHOLE_CODE = 6


def is_invented(region_code: str) -> bool:
    """Whether it is a region of a sandbox: outside of that one nobody sees or counts what is in it."""
    return region_code >= INVENTED_FROM


def prefix_of(region_code: str) -> str:
    """The part of a code that all codes below it share: 610000 → 61, 610200 → 6102, 610304 → itself."""
    if region_code == NATION:
        return ""
    if region_code.endswith("0000"):
        return region_code[:2]
    return region_code[:4] if region_code.endswith("00") else region_code


@lru_cache(maxsize=4096)
def lies_in(region_code: str, upper: str) -> bool:
    """Whether a region lies in another one; the nation is without the regions of sandboxes."""
    if upper == NATION:
        return not is_invented(region_code)
    return prefix_of(region_code).startswith(prefix_of(upper))


def below(column: Any, prefix: str) -> ColumnElement[bool]:
    """Rows whose county code starts with the prefix, as a range that an index can answer.

    Without a prefix: the nation, of which the regions of sandboxes are no part.
    """
    if not prefix:
        return column < INVENTED_FROM  # type: ignore[no-any-return] # a comparison of a column
    if len(prefix) == WHOLE_CODE:
        return column == prefix  # type: ignore[no-any-return] # the same
    return and_(column >= prefix, column < prefix + AFTER_EVERY_CODE)
