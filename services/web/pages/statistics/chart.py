"""The chart of a statistics page as places in per cent: the server draws it, so that it needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.indicators import Figures, IndicatorNumbers
from services.web.pages.statistics import words
from services.web.pages.statistics.lines import Line

MOST_BARS = 40
SPAN = 82.0
"""Per cent of the width that the longest bar takes; the number stands behind it."""
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: from `x` on `width` long, `mark` where last year was; `label` stands at `end`."""

    name: str
    x: float
    width: float
    end: float
    label: str
    mark: float | None
    hollow: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`bounds`: words and place of each bound; `more`: groups that are in the table alone."""

    bars: Sequence[Bar]
    bounds: Sequence[tuple[str, float]]
    zero: float
    more: int

    @property
    def marked(self) -> bool:
        """Whether last year is drawn."""
        return any(bar.mark is not None for bar in self.bars)


def drawn(found: IndicatorNumbers, lines: Sequence[Line]) -> Chart | None:
    """The chart of the lines that have a value; none for fewer than two."""
    shown = [(line, value) for line in lines if (value := _value(found, line.row)) is not None]
    if len(shown) < 2 or not any(value for _, value in shown):
        return None
    shown, more = shown[:MOST_BARS], max(len(shown) - MOST_BARS, 0)
    before = [_value(found, line.row.last_year) for line, _ in shown]
    bounds = _bounds(found)
    numbers = [0.0, *(value for _, value in shown), *(each for each in before if each is not None),
               *(value for _, value in bounds)]  # fmt: skip
    low, high = min(numbers), max(numbers)

    def place(value: float) -> float:
        return round((value - low) / (high - low) * SPAN, 2)

    bars = [
        Bar(
            line.name, min(place(0), place(value)), abs(place(value) - place(0)), max(place(0), place(value)),
            line.result, None if last is None else place(last), line.row.within is False,
        )
        for (line, value), last in zip(shown, before, strict=True)
    ]  # fmt: skip
    return Chart(bars, [(text, place(value)) for text, value in bounds], place(0), more)


def _value(found: IndicatorNumbers, row: Figures | None) -> float | None:
    if row is None or row.value is None:
        return None
    return row.value * HUNDRED if found.definition.ratio else row.value


def _bounds(found: IndicatorNumbers) -> list[tuple[str, float]]:
    """The bounds that the rows are held against; 0 is no line of its own."""
    if found.threshold is None or not any(row.within is not None for row in found.rows):
        return []
    return [(text, value) for text, value in words.bounds(found.threshold) if value]
