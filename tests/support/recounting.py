"""A plain recount of rows by groups, held against what an indicator answers."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from services.api.features.statistics.dimensions import WORDS
from services.api.kernel.periods import Period, school_year_period
from services.contracts.codes import AssignmentStatus, ExchangeMode, SubjectGroup, YearBasis
from tests.support.callers import Caller

Row = dict[str, Any]
Value = Callable[[Row], Any]
Numbers = Callable[[list[Row]], dict[str, Any]]


def plain(value: Any) -> Any:
    """As the API writes it: codes by their value, ids as text."""
    value = getattr(value, "value", value)
    return value if isinstance(value, (int, str)) or value is None else str(value)


def of_county(name: str, level: str) -> Value:
    """The region of a level that the county in a column lies in."""
    digits = {"province": 2, "city": 4, "county": 6}[level]
    return lambda row: row[name][:digits] + "0" * (6 - digits)


def regions(name: str) -> dict[str, Value]:
    """All three levels."""
    return {level: of_county(name, level) for level in ("province", "city", "county")}


def year_of(day: date) -> int:
    """The school year of a day."""
    return day.year if day.month >= 9 else day.year - 1


def is_counted(row: Row) -> bool:
    """Whether an assignment is in post or was served to the end; re-employed retirees are a number of their own."""
    kept = {AssignmentStatus.active, AssignmentStatus.completed}
    return row["status"] in kept and row["mode"] is not ExchangeMode.retiree_support


def in_year(row: Row, year: int, basis: YearBasis) -> bool:
    """Whether an assignment belongs to a school year: begun in it, or with a day in it."""
    if basis is YearBasis.started:
        return school_year_period(year).contains(row["start_on"])
    return school_year_period(year).overlaps(Period(row["start_on"], row["end_on"]))


def subjects_of(row: Row) -> list[str]:
    """The subjects that are named in a typed text."""
    found = [each.value for each, words in WORDS.items() if any(word in row["subject"] for word in words)]
    return found or [SubjectGroup.other.value]


def runs_in(first: str, last: str, year: int) -> Callable[[Row], bool]:
    """Whether a row has a day in a school year; no last day is open-ended."""
    begin, end = date(year, 9, 1), date(year + 1, 8, 31)
    return lambda row: row[first] <= end and (row[last] is None or row[last] >= begin)


def grouped(rows: Sequence[Row], names: Sequence[str], values: Mapping[str, Value]) -> dict[tuple[Any, ...], list[Row]]:
    """Rows by their values; a list is several values of one row."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        keys: list[tuple[Any, ...]] = [()]
        for name in names:
            value = values[name](row)
            each = value if isinstance(value, list) else [value]
            keys = [(*key, plain(one)) for key in keys for one in each]
        for key in keys:
            found[key].append(row)
    return found


async def ask(caller: Caller, indicator: str, **params: Any) -> dict[str, Any]:
    """The answer of an indicator."""
    answer = await caller.get(f"/statistics/{indicator}", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def told(answer: Mapping[str, Any]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Group → its numbers by name."""
    return {tuple(row["group"][name] for name in answer["group_by"]): figures(row) for row in answer["rows"]}


def figures(row: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of one group; the denominator only where there is one."""
    below = {} if row["denominator"] is None else {"denominator": row["denominator"]}
    return {"numerator": row["numerator"], **below, **row["also"]}


async def check(
    caller: Caller, indicator: str, rows: Sequence[Row], values: Mapping[str, Value], numbers: Numbers, **params: Any
) -> None:
    """Every single grouping and one of two equal the recount, and so does the total."""
    names = list(values)
    for group_by in [*([name] for name in names), names[-2:], ["province", names[-1]]]:
        answer = await ask(caller, indicator, group_by=group_by, **params)
        expected = {key: numbers(found) for key, found in grouped(rows, group_by, values).items()}
        assert told(answer) == expected, (indicator, group_by)
        assert figures(answer["total"]) == numbers(list(rows)), (indicator, group_by)
        assert all(row["labels"][name] for row in answer["rows"] for name in group_by)
