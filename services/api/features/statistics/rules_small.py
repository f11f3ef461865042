"""What is too small to be told, and what would give it away (A-16 … A-20 are counted, never named). Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from services.contracts.statistics import SMALLEST

Group = Mapping[str, Any]
_LEVELS = {"county": (4, 2, 0), "city": (2, 0), "province": (0,)}


def is_small(number: int | None) -> bool:
    """Whether a number stands for so few that it could point at somebody."""
    return number is not None and 0 < number < SMALLEST


def hidden(groups: Sequence[Group], sizes: Sequence[int], hide: Sequence[bool] | None = None) -> list[bool]:
    """Which groups are not told: the small ones, and so many others that no difference of sums gives one away.

    In every line of groups that differ in one dimension only (and whose sum may be told), at least two are hidden or
    none, and together they are no small number. Counties are lines of their city and of their province as well.
    """
    told = [not (is_small(size) or (hide is not None and hide[n])) for n, size in enumerate(sizes)]
    lines = _lines(groups)
    while sum(_complete(line, sizes, told) for line in lines):
        pass
    return [not each for each in told]


def _complete(line: Sequence[int], sizes: Sequence[int], told: list[bool]) -> bool:
    """Hide one more group of a line where the hidden ones could be worked out; whether it did."""
    away = [n for n in line if not told[n] and sizes[n]]
    left = [n for n in line if told[n] and sizes[n]]
    if not away or not left or (len(away) > 1 and sum(sizes[n] for n in away) >= SMALLEST):
        return False
    told[min(left, key=lambda n: (sizes[n], n))] = False
    return True


def _lines(groups: Sequence[Group]) -> list[list[int]]:
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        for name in group:
            others = tuple((key, value) for key, value in group.items() if key != name)
            for above in _above(name, group[name]):
                found[name, above, others].append(n)
    return list(found.values())


def _above(name: str, value: Any) -> list[str]:
    return [f"{kept}{str(value)[:kept]}" for kept in _LEVELS.get(name, (0,))]
