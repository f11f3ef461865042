"""Cursors of the feed, and what one change is to one reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.api.kernel.region_codes import lies_in
from services.api.kernel.scope import Scope

MOST_DIGITS = 18
SPAN = 50_000
"""Positions looked through for one page: who sees few of the rows gets an answer in bounded time all the same."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader stands: after `position` in the log of `epoch`."""

    epoch: UUID
    position: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.position}"


def place_of(cursor: str) -> Place | None:
    """A cursor read back; None when it is none of ours."""
    epoch, _, digits = cursor.partition(".")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
        return None
    try:
        found = Place(UUID(epoch), int(digits))
    except ValueError:
        return None
    return found if str(found) == cursor else None


def in_log(asked: Place, log: Place) -> bool:
    """Whether a log has the place: the same epoch, and a position already given. The beginning is in every log."""
    if asked.epoch.int == 0:
        return asked.position == 0
    return asked.epoch == log.epoch and asked.position <= log.position


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader asks to see: what is in its scope, and of that a region's rows alone where it names one."""

    scope: Scope
    region_code: str | None = None

    def has(self, counties: Iterable[str | None]) -> bool:
        """Whether a row of these counties is in sight."""
        codes = [code for code in counties if code]
        return any(self.scope.has(code) for code in codes) and any(self._asked(code) for code in codes)

    def _asked(self, code: str) -> bool:
        return self.region_code is None or lies_in(code, self.region_code)


def record_made_by(changes: dict[str, Any]) -> dict[str, Any] | None:
    """All public fields that a new row began with, out of its first change; the later ones have their record beside.

    None for a change of a row from before records were kept.
    """
    for change in changes.values():
        if "from" in change:
            return None
    return {name: change["to"] for name, change in changes.items()} or None
