"""What every reader gives: rows of cells as text, with their place in the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

MOST_ROWS = 200_000
"""Rows with content in one file."""


class Unreadable(Exception):
    """The whole file cannot be taken. `sentence` is Chinese and says what to do; it holds nothing of the content."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(code)


class Fault(NamedTuple):
    """A cell that holds no value: an error of the spreadsheet, a formula without a result."""

    code: str
    detail: str


BROKEN_TEXT = Fault("cell.characters", "这一格里有坏掉的字符，读不出来，请删掉重新填")
_NO_TEXT = re.compile(r"[\0\ud800-\udfff\ufffe\uffff]")
"""What can be neither stored nor written into a workbook: nothing, halves of characters, and no characters at all."""
Cell = str | Fault | None
"""Text as written in the file; numbers as their digits; None for an empty cell."""


class RawRow(NamedTuple):
    """`number` is the row as people see it in the file; `cells` are in the file's order."""

    number: int
    cells: list[Cell]


def sound(row: RawRow) -> RawRow:
    """The same row, with a fault in each cell whose text could not be passed on."""
    cells = row.cells
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and not cell.isprintable() and _NO_TEXT.search(cell):
            cells[place] = BROKEN_TEXT
    return row


@dataclass(slots=True)
class Noticed:
    """What is worth telling about a file beside its rows; filled while it is read."""

    blank_rows: int = 0
    formulas: int = 0
    first_formulas: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Rows(Protocol):
    """An opened file."""

    noticed: Noticed

    def rows(self) -> Iterator[RawRow]:
        """Every row with content, from the first; each call begins anew. Raises Unreadable."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


def letters(index: int) -> str:
    """Column 0 → A, 26 → AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found
