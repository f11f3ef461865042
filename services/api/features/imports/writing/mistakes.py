"""The faulty rows alone, as they were typed, with what is wrong beside them: to be mended and uploaded again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from services.api.features.imports.kinds.columns import Kind
from services.api.features.imports.reading.opening import Source
from services.api.features.imports.reading.raw import RawRow
from services.api.features.imports.writing.sheets import FIRST_ROW, Formats, book, write_headings
from services.contracts.imports import MENDING_HEADING

MOST_COMMENTS = 2000
Faulty = Sequence[tuple[int, list[dict[str, Any]]]]
"""Numbers of rows in ascending order, with their errors."""


class MistakeFile:
    """A workbook written row by row, in constant memory."""

    def __init__(self, kind: Kind, source: Source, path: Path) -> None:
        self._kind, self._source = kind, source
        self._rows: Iterator[RawRow] = source.rows()
        self._book = book(path, flat=True)
        self._formats = Formats(self._book)
        self._sheet = self._book.add_worksheet(kind.sheet)
        write_headings(self._sheet, kind, self._formats)
        self._sheet.set_column(len(kind.columns), len(kind.columns), 60, self._formats.note)
        self._sheet.write_string(0, len(kind.columns), MENDING_HEADING, self._formats.needed)
        self._next, self._comments = FIRST_ROW, 0

    def add(self, faulty: Faulty) -> None:
        """The next faulty rows; the file is read along."""
        wanted = dict(faulty)
        last = faulty[-1][0]
        for row in self._rows:
            if row.number in wanted:
                self._write(row, wanted[row.number])
            if row.number >= last:
                return

    def _write(self, row: RawRow, errors: list[dict[str, Any]]) -> None:
        wrong = {error["field"]: error["detail"] for error in errors}
        for place, (column, at) in enumerate(zip(self._kind.columns, self._source.places, strict=True)):
            cell = row.cells[at] if at is not None and at < len(row.cells) else None
            is_wrong = column.field in wrong
            if isinstance(cell, str) or is_wrong:
                shown = cell if isinstance(cell, str) else ""
                self._sheet.write_string(
                    self._next, place, shown, self._formats.wrong if is_wrong else self._formats.cell
                )
            if is_wrong and self._comments < MOST_COMMENTS:
                self._comments += 1
                self._sheet.write_comment(self._next, place, wrong[column.field], {"y_scale": 0.6})
        headings = {column.field: column.heading for column in self._kind.columns}
        note = "；".join(f"{headings.get(error['field'], '这一行')}：{error['detail']}" for error in errors)
        self._sheet.write_string(self._next, len(self._kind.columns), f"原第{row.number}行。{note}", self._formats.note)
        self._next += 1

    def close(self) -> None:
        """Finish the workbook."""
        self._book.close()
