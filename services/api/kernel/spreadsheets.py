"""Cells, CSV and xlsx: what a spreadsheet shows, and nothing that it would run."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from fastapi.concurrency import run_in_threadpool

from services.api.kernel.clock import SHANGHAI
from services.contracts.accounts import SchoolRef
from services.contracts.code import Code

BOM = "\ufeff"
MOST_XLSX_ROWS = 1_048_575
"""Rows of one xlsx sheet below its heading."""
Cell = str | int | float | Decimal
"""A decimal stays one: 20000.00 in CSV, a number in xlsx."""
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDTH, _WIDEST = 12, 40


def cell(value: object) -> Cell:
    """A value as people read it: the Chinese word of a code, 是 or 否, 2026-12-03, 2026-12-03 09:40 in Shanghai.

    A school is its code and its name in one cell, which imports read: many schools share a name.
    """
    if value is None:
        return ""
    if type(value) is str:
        return value
    return next((say(value) for kind, say in _SAID if isinstance(value, kind)), str(value))


_Kind = type | tuple[type, ...]
_SAID: tuple[tuple[_Kind, Callable[[Any], Cell]], ...] = (
    (bool, lambda value: "是" if value else "否"),
    (Code, lambda value: str(value.label)),
    ((int, float, Decimal), lambda value: value),
    (datetime, lambda value: str(value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"))),
    (date, lambda value: str(value.isoformat())),
    (SchoolRef, lambda value: f"{value.code} {value.name}"),
    ((list, tuple, set, frozenset), lambda value: "、".join(str(cell(each)) for each in value)),
)


def defused(value: Cell) -> Cell:
    """The cell for CSV: text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value


def as_typed(text: str) -> str:
    """What `defused` was given: without the apostrophe before what looks like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_STARTS) else text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as CSV (RFC 4180), without the byte order mark."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([defused(each) for each in row] for row in rows)
    return out.getvalue().encode()


async def write_xlsx(path: Path, title: str, headings: Sequence[str], batches: AsyncIterator[list[list[Cell]]]) -> None:
    """Write one sheet row by row: memory stays flat however many rows there are. Text is text, never a formula."""
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }  # fmt: skip
    book = xlsxwriter.Workbook(str(path), options)
    try:
        sheet = book.add_worksheet(title[:31])
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, min(_WIDEST, max(_WIDTH, 2 * len(heading) + 2)))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        at = 1
        async for rows in batches:
            await run_in_threadpool(_write_rows, sheet, at, rows)
            at += len(rows)
    finally:
        await run_in_threadpool(book.close)


def _write_rows(sheet: xlsxwriter.worksheet.Worksheet, at: int, rows: list[list[Cell]]) -> None:
    for number, row in enumerate(rows, at):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value)
