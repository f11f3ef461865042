"""The filters of a list as they stand in the address: what no link of ours makes is left out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from services.contracts.base import Page
from services.contracts.codes import Code
from services.web.api_client.base import Query

T = TypeVar("T")
PAGE = 50
LONGEST_CURSOR = 600
TEXT = re.compile(r".{1,60}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YEAR = re.compile(r"(?:19|20)\d{2}")
MONTH = re.compile(r"20\d{2}-(?:0[1-9]|1[0-2])")
REGION = re.compile(r"\d{4}(?:\d{2}|Z\d)")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TRUE = ("true",)
BOOLEAN = ("true", "false")
Allowed = re.Pattern[str] | Collection[str] | type[Code]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the list at `path`; every value stands in the address, so that it can be sent to a colleague."""

    path: str
    values: Mapping[str, str]
    cursor: str = ""

    @classmethod
    def of(cls, path: str, params: Mapping[str, str], known: Mapping[str, Allowed]) -> "Filters":
        """Read the address: `known` says for each parameter what may stand there."""
        typed = {name: params.get(name, "").strip() for name in known}
        values = {name: value for name, value in typed.items() if value and _fits(value, known[name])}
        cursor = params.get("cursor", "")
        return cls(path, values, cursor if len(cursor) <= LONGEST_CURSOR else "")

    def get(self, name: str) -> str:
        """Return a value, empty when it is not asked for."""
        return self.values.get(name, "")

    def href(self, **changes: str) -> str:
        """Return the address of the same list from its first page, with some parameters changed."""
        asked = {name: value for name, value in {**self.values, **changes}.items() if value}
        return self.path + (f"?{urlencode(asked)}" if asked else "")

    @property
    def changed(self) -> bool:
        """Whether 清除筛选 has something to clear."""
        return bool(self.values)

    @property
    def first(self) -> str:
        """The address of the first page, empty when this is it."""
        return self.href() if self.cursor else ""

    def turns(self, page: Page[T]) -> dict[str, str]:
        """Return the addresses of the pages before and after, empty at the ends, as the pager's `previous`, `next`."""
        cursors = {"previous": page.prev_cursor, "next": page.next_cursor}
        return {name: self.href(cursor=cursor) if cursor else "" for name, cursor in cursors.items()}

    def query(self, **more: str) -> Query:
        """Return the API's parameters of this page, with the count of all rows."""
        return {**self.values, **more, "cursor": self.cursor, "limit": PAGE, "count": True}

    def hidden(self, *shown: str) -> list[tuple[str, str]]:
        """Return the parameters that no input of the filter bar shows."""
        return [(name, value) for name, value in self.values.items() if name not in shown]


def choices(codes: type[Code]) -> list[tuple[str, str]]:
    """Return a code list for a select."""
    return [(code.value, code.label) for code in codes]


def _fits(value: str, allowed: Allowed) -> bool:
    if isinstance(allowed, re.Pattern):
        return allowed.fullmatch(value) is not None
    if isinstance(allowed, type):
        return value in {code.value for code in allowed}
    return value in allowed
