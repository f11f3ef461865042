"""xlsx, row by row: neither a far-away cell nor two million empty rows cost memory."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.api.features.imports.reading.archive import (
    SheetPart,
    feed,
    merged_ranges,
    open_archive,
    parser,
    pieces,
    sheets,
)
from services.api.features.imports.reading.raw import Cell, Fault, Noticed, RawRow, Unreadable
from services.api.features.imports.reading.strings import SharedStrings

WIDEST = 120
"""Columns that are looked at; what stands further right is told and not read."""
FIRST_SHOWN = 5
TEXTS = frozenset({"s", "inlineStr", "str"})
"""Cells whose content is text and not the result of a formula."""
NO_RESULT = Fault("cell.formula", "这一格是公式，文件里没有结果，请改成值")
BROKEN = Fault("cell.error", "这一格是公式出错的结果（如#N/A），请改成值")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Book:
    """One sheet of a workbook: the one with the template's name, else the first that can be seen."""

    def __init__(self, path: Path, sheet_name: str) -> None:
        self._archive = open_archive(path)
        self.noticed = Noticed()
        all_sheets, self.from_1904 = sheets(self._archive)
        self._sheet = self._chosen(all_sheets, sheet_name)
        self._strings = SharedStrings(self._archive)
        self._filling = False

    def _chosen(self, all_sheets: list[SheetPart], wanted: str) -> SheetPart:
        seen = [sheet for sheet in all_sheets if not sheet.hidden]
        if not seen:
            raise Unreadable("file.no_sheet", "这个文件里没有看得见的工作表，请取消隐藏再传。")
        chosen = next((sheet for sheet in seen if sheet.name.strip() == wanted), seen[0])
        ours = {"填写说明", "代码", "检查"}
        others = [sheet for sheet in all_sheets if sheet is not chosen and sheet.name not in ours]
        if hidden := [sheet for sheet in others if sheet.hidden]:
            self.noticed.remarks.append(f"有{len(hidden)}张隐藏的工作表，没有读。")
        if len(others) > len(hidden):
            self.noticed.remarks.append(
                f"只读了第{all_sheets.index(chosen) + 1}张工作表，另外{len(others) - len(hidden)}张没有读。"
            )
        return chosen

    def merged_below(self, row: int) -> list[str]:
        """Merged ranges that reach below a row, as B3:B5."""
        ranges = merged_ranges(self._archive, self._sheet.part)
        return [f"{first}:{last}" for first, last in ranges if place_of(last)[1] > row]

    def rows(self) -> Iterator[RawRow]:
        """Every row with content."""
        self.noticed.blank_rows = self.noticed.formulas = 0
        self.noticed.first_formulas.clear()
        made = parser()
        ready: list[RawRow] = []
        SheetHandlers(self._strings, self.noticed, ready).attach(made)
        for _ in feed(made, pieces(self._archive, self._sheet.part)):
            yield from ready
            ready.clear()

    def close(self) -> None:
        """Give the files back."""
        self._strings.close()
        self._archive.close()


def place_of(cell: str) -> tuple[int, int]:
    """Column from 0 and row from 1 of a cell such as B12. Raises Unreadable."""
    found = _PLACE.fullmatch(cell)
    if found is None:
        raise Unreadable("file.damaged", "这个文件里有格子没有位置，请用Excel打开，另存一份再传。")
    return column_of(found.group(1)), int(found.group(2))


@lru_cache(maxsize=1024)
def column_of(name: str) -> int:
    """A → 0, AA → 26."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1


class SheetHandlers:
    """What the parser calls for one sheet; whole rows are put into `ready`."""

    __slots__ = ("_cells", "_column", "_formula", "_keep", "_kind", "_noticed", "_phonetic", "_place", "_ready", "_row",
                 "_strings", "_text")  # fmt: skip

    def __init__(self, strings: SharedStrings, noticed: Noticed, ready: list[RawRow]) -> None:
        self._strings, self._noticed, self._ready = strings, noticed, ready
        self._cells: dict[int, Cell] = {}
        self._row, self._column, self._kind, self._place = 0, -1, "n", ""
        self._keep = self._formula = self._phonetic = False
        self._text: list[str] = []

    def attach(self, made: Any) -> None:
        """Listen to a parser."""
        made.StartElementHandler, made.EndElementHandler = self._start, self._stop
        made.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._keep = not self._phonetic
        elif name == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._cells, self._column = {}, -1
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._place = attributes.get("r", "")
        self._column = column_of(self._place.rstrip("0123456789")) if self._place else self._column + 1
        self._kind = attributes.get("t", "n")
        self._formula = False
        self._text.clear()

    def _characters(self, data: str) -> None:
        if self._keep:
            self._text.append(data)

    def _stop(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name in {"v", "t"}:
            self._keep = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._phonetic = False

    def _end_cell(self) -> None:
        if self._formula:
            self._note_formula()
        if not 0 <= self._column < WIDEST or not (self._text or self._formula):
            return
        value = self._value("".join(self._text))
        if value is not None:
            self._cells[self._column] = value

    def _value(self, text: str) -> Cell:
        if self._kind == "e":
            return BROKEN
        if not text:
            return NO_RESULT if self._formula else None
        if self._kind == "s":
            text = self._strings.get(_number(text) if text.isdecimal() else -1)
        return self._as_text(text.strip()) or None

    def _as_text(self, text: str) -> str:
        """Text that was typed stays text: as in a CSV, an apostrophe says that what looks like a formula is none."""
        return f"'{text}" if text.startswith("=") and not self._formula and self._kind in TEXTS else text

    def _note_formula(self) -> None:
        self._noticed.formulas += 1
        if len(self._noticed.first_formulas) < FIRST_SHOWN:
            self._noticed.first_formulas.append(self._place)

    def _end_row(self) -> None:
        if not self._cells:
            self._noticed.blank_rows += 1
            return
        cells: list[Cell] = [None] * (max(self._cells) + 1)
        for column, value in self._cells.items():
            cells[column] = value
        self._ready.append(RawRow(self._row, cells))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
