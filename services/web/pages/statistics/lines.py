"""An indicator's answer as the lines of a table with links to the rows behind each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.contracts.codes import Unit
from services.contracts.indicators import Figures, IndicatorNumbers, IndicatorRow, PartOut
from services.web.filters import Filters
from services.web.pages.statistics import words
from services.web.pages.statistics.asked import REGIONS, TIMES
from services.web.wording import DASH, month_of_year, school_year

PART_OF_RATIO = ("numerator", "denominator")


class Grouped(Protocol):
    """What is asked for, live or frozen, as far as a table depends on it."""

    @property
    def filters(self) -> Filters:
        """The address."""

    @property
    def group(self) -> str:
        """By what it is grouped."""

    @property
    def group_label(self) -> str:
        """The group in words."""

    def rows(self, part: str, group: Mapping[str, object], years_of: tuple[int, int], /) -> str:
        """The address of the rows behind a number, empty for none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as people read it; `href` leads to as many rows, `low` is one that misses a bound."""

    text: str
    href: str = ""
    low: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its name, the page of the same question for it, and its cells in the order of the columns."""

    name: str
    row: IndicatorRow
    cells: Sequence[Cell]
    result: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What the page shows. `finding` is the heading: what the numbers say."""

    finding: str
    columns: Sequence[str]
    lines: Sequence[Line]
    total: Line
    held: bool
    linked: bool
    overlaps: bool


def table(asked: Grouped, found: IndicatorNumbers) -> Table:
    """All of it; regions and schools stand by their value, everything else in its own order."""
    held = words.is_held(found.threshold) and any(row.within is not None for row in (*found.rows, found.total))
    lines = [_line(asked, found, row, held=held) for row in found.rows]
    if asked.group in REGIONS or asked.group.endswith("_school"):
        lines.sort(key=lambda line: -(line.row.value if line.row.value is not None else float("-inf")))
    total = _line(asked, found, found.total, held=held)
    linked = any(cell.href for line in (*lines, total) for cell in line.cells)
    overlaps = any(each.unit is Unit.persons and not each.additive for each in _parts(found))
    return Table(_finding(asked, found, lines), _columns(found, held=held), lines, total, held, linked, overlaps)


def _parts(found: IndicatorNumbers) -> list[PartOut]:
    definition = found.definition
    below = [definition.denominator] if definition.denominator is not None else []
    return [definition.numerator, *below, *definition.also]


def _columns(found: IndicatorNumbers, *, held: bool) -> list[str]:
    own = [part.label for part in _parts(found) if part.name in PART_OF_RATIO]
    others = [part.label for part in _parts(found) if part.name not in PART_OF_RATIO]
    ratio = ["比例"] if found.definition.ratio else []
    before = [_last_year(found)] if found.comparison else []
    return [*own, *ratio, *others, *before, *(["离要求"] if held else [])]


def _last_year(found: IndicatorNumbers) -> str:
    return "去年同月" if found.month else "上一学年"


def _line(asked: Grouped, found: IndicatorNumbers, row: IndicatorRow, *, held: bool) -> Line:
    definition = found.definition
    result = words.result(row, found.unit, ratio=definition.ratio)
    own = [_number(asked, found, row, part) for part in _parts(found) if part.name in PART_OF_RATIO]
    others = [_number(asked, found, row, part) for part in _parts(found) if part.name not in PART_OF_RATIO]
    cells = [*own, *([Cell(result)] if definition.ratio else []), *others]
    if found.comparison:
        cells.append(Cell(_before(found, row.last_year)))
    if held and found.threshold is not None:
        cells.append(Cell(words.distance(row, found.threshold, found.unit), low=row.within is False))
    return Line(name_of(asked, row), row, cells, result, _narrower(asked, row))


def _before(found: IndicatorNumbers, row: Figures | None) -> str:
    return DASH if row is None else words.result(row, found.unit, ratio=found.definition.ratio)


def _number(asked: Grouped, found: IndicatorNumbers, row: IndicatorRow, part: PartOut) -> Cell:
    name = part.name
    value = getattr(row, name) if name in PART_OF_RATIO else row.also.get(name)
    if name == "denominator" and value is None and not row.suppressed:
        return Cell(DASH)
    years = (found.first_school_year, found.school_year)
    href = asked.rows(name, row.group, years) if value and name in found.parts_open else ""
    return Cell(words.amount(value, part.unit), href)


def name_of(asked: Grouped, row: IndicatorRow) -> str:
    """What a group is called."""
    if not row.group:
        return "合计"
    value = row.group.get(asked.group)
    if asked.group == "month" and value:
        return month_of_year(str(value))
    if asked.group == "school_year" and value:
        return f"{school_year(int(value))}学年"
    return row.labels.get(asked.group) or "待核实"


def _narrower(asked: Grouped, row: IndicatorRow) -> str:
    """The same question for a region of the table."""
    if asked.group not in REGIONS or not row.group:
        return ""
    return asked.filters.href(region_code=str(row.group[asked.group]), group="")


def _finding(asked: Grouped, found: IndicatorNumbers, lines: Sequence[Line]) -> str:
    compared = f"按{asked.group_label}比较"
    judged = [line.row.within for line in lines if line.row.within is not None]
    if judged and found.threshold is not None:
        good, bad = judged.count(True), judged.count(False)
        said = words.needed(found.threshold)
        if not bad:
            return f"{good}个都达到要求：{said}"
        return f"{good}个达到要求，{bad}个没有：{said}" if good else f"{bad}个都没有达到要求：{said}"
    valued = [line for line in lines if line.row.value is not None]
    if len(valued) < 2 or asked.group in TIMES:
        return compared
    top = max(valued, key=lambda line: line.row.value or 0)
    if not top.row.value:
        return compared
    unit = "" if found.definition.ratio else words.unit(found.unit)
    return f"{top.name}最{'高' if found.definition.ratio else '多'}，{top.result}{unit}"
