"""When a period is due, which changes concern it, and how two versions of its numbers differ. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from services.api.kernel.periods import (
    Period,
    month_of,
    month_period,
    next_month,
    school_year_label,
    school_year_of,
    school_year_period,
)
from services.contracts.codes import PeriodKind

_KEYS = {
    PeriodKind.month: re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])"),
    PeriodKind.school_year: re.compile(r"20[0-9]{2}"),
}
_DAYS = ("start_on", "end_on", "ended_on", "held_on", "due_on")
_ENDS = ("end_on",)
"""An end that is not known is open."""
MOST_NAMED = 100
"""Events that a correction names; of more it tells the number."""
Cell = list[Any]
"""Numbers by name, and why there is no denominator."""
Waits = Mapping[PeriodKind, int | None]
"""How many days after its end a period closes by itself; None is never."""
YEARS_OFFERED = 2
"""School years that are over and may be closed by hand from a list; older ones by their key."""


@dataclass(frozen=True, slots=True)
class Change:
    """An event as far as it decides about corrections."""

    position: int
    entity: str
    counties: tuple[str, ...]
    span: Period | None
    """The days that the row is about before and after the change; None where the event does not say."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not what it was; `dimension` is empty for the total."""

    dimension: str
    value: str
    before: Cell | None
    after: Cell | None


def span_of(kind: PeriodKind, key: str) -> Period | None:
    """First and last day of a key such as `2026-10` or `2026`; None for what is no key."""
    if not _KEYS[kind].fullmatch(key):
        return None
    return month_period(key) if kind is PeriodKind.month else school_year_period(int(key))


def last_of(days: Period) -> date:
    """The last day; that of an open end never comes."""
    return days.end_on or date.max


def name_of(kind: PeriodKind, key: str) -> str:
    """2026年10月, 2026-2027学年."""
    if kind is PeriodKind.month:
        return f"{key[:4]}年{int(key[5:])}月"
    return f"{school_year_label(int(key))}学年"


def due(began: date, today: date, wait: Waits) -> list[tuple[PeriodKind, str]]:
    """What is to be closed: all that ended since the province began, so many days ago; None is never."""
    return [
        (kind, key) for kind, key, ends in _ended(began, today)
        if (days := wait[kind]) is not None and ends + timedelta(days=days) <= today
    ]  # fmt: skip


def _ended(began: date, today: date) -> Iterator[tuple[PeriodKind, str, date]]:
    month = month_of(began)
    while (end := last_of(month_period(month))) < today:
        yield PeriodKind.month, month, end
        month = next_month(month)
    for year in range(school_year_of(began), school_year_of(today)):
        yield PeriodKind.school_year, str(year), last_of(school_year_period(year))


def within_reach(today: date) -> list[tuple[PeriodKind, str]]:
    """What runs now and what ended lately, the latest first; a school year before its last month."""
    running = school_year_of(today)
    found = [(PeriodKind.school_year, str(running - back)) for back in range(YEARS_OFFERED + 1)]
    month, first = month_of(today), month_of(school_year_period(running - 1).start_on)
    while month >= first:
        found.append((PeriodKind.month, month))
        month = next_month(month, -1)
    return found


def closes_on(began: date | None, last_on: date, wait: int | None) -> date | None:
    """The day on which a period closes by itself, None for never."""
    if began is None or wait is None or last_on < began:
        return None
    return last_on + timedelta(days=wait)


def province_of(code: str) -> str:
    """The province that a region lies in."""
    return f"{code[:2]}0000"


def read_change(
    position: int, entity: str, counties: Iterable[str | None], said: Iterable[Mapping[str, Any]]
) -> Change:
    """An event with the days in what it says of the row before and after."""
    days: list[date] = []
    for fields in said:
        for name, value in fields.items():
            days += _days(name, value)
    span = Period(min(days), max(days)) if days else None
    return Change(position, entity, tuple(sorted({code for code in counties if code})), span)


def _days(name: str, value: Any) -> list[date]:
    if name in _ENDS and value is None:
        return [date.max]
    if not value:
        return []
    if name in _DAYS:
        return [date.fromisoformat(str(value)[:10])]
    if name == "month":
        return _both(month_period(str(value)))
    return _both(school_year_period(int(value))) if name == "school_year" else []


def _both(period: Period) -> list[date]:
    return [period.start_on, last_of(period)]


def concerns(change: Change, days: Period) -> bool:
    """Whether the changed row is or was about one of these days, as far as the event says."""
    return change.span is None or change.span.overlaps(days)


def canonical(content: Any) -> bytes:
    """The same content is the same bytes, whatever database it came from."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Any) -> str:
    """A hash of some content."""
    return sha256(canonical(content)).hexdigest()


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Difference]:
    """Every cell that differs, the total first, then each dimension in the order of its values."""
    old, new = dict(_flat(before)), dict(_flat(after))
    return [
        Difference(*place, old.get(place), new.get(place))
        for place in dict.fromkeys([*new, *old]) if old.get(place) != new.get(place)
    ]  # fmt: skip


def _flat(cells: Mapping[str, Any] | None) -> Iterator[tuple[tuple[str, str], Cell]]:
    if cells is None:
        return
    left_out = {f"left_out.{reason}": count for reason, count in cells["left_out"].items()}
    yield ("", ""), [cells["total"] | left_out, cells["missing"]]
    for name, listed in cells["by"].items():
        for value, numbers, missing in listed:
            yield (name, "" if value is None else str(value)), [numbers, missing]
