"""Dated entries of pairings, which one feature has and another counts (W-21.5).

A source of entries is a select with the columns `pairing_id`, `kind`, `from_on`, `to_on`, `amount` and `who`: an amount
on a day, or something that counts once (`who`) from a day to a day, both inside.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select

from services.api.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class EntriesAsked:
    """Of which pairings, as a condition on the column with the pairing, and of which days, both inside.

    Days are days, or columns of the statement that the entries are counted in.
    """

    of: Callable[[Any], ColumnElement[bool]]
    first_on: Any
    last_on: Any

    def between(self, pairing_id: Any, from_on: Any, to_on: Any) -> tuple[ColumnElement[bool], ...]:
        """Entries of these pairings with a day among those asked for."""
        return self.of(pairing_id), from_on <= self.last_on, to_on >= self.first_on


Source = Callable[[EntriesAsked], Select[Any] | CompoundSelect[Any]]


def of_pairings(pairings: Sequence[UUID] | Select[Any], days: Period) -> EntriesAsked:
    """The entries of some pairings in a period with an end."""
    return EntriesAsked(lambda pairing_id: pairing_id.in_(pairings), days.start_on, days.end_on)
