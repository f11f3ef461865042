"""A table as a file, CSV or a workbook, that Excel opens rightly and cannot be made to run."""

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

import xlsxwriter
from starlette.responses import Response

BOM = "\ufeff"
WIDE = 24
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Return a value as text; what a spreadsheet would take for a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f"'{text}" if text.startswith(_STARTS) and not number else text


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180) with a byte order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def workbook(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as a workbook of one sheet: numbers are numbers, text is text, the first row is bold."""
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, options) as book:
        sheet, bold = book.add_worksheet(_sheet_name(title)), book.add_format({"bold": True})
        sheet.set_column(0, 0, WIDE)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    sheet.write_number(number, place, value)
                else:
                    sheet.write_string(number, place, "" if value is None else str(value), bold if not number else None)
    return memory.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(each for each in title if each not in "[]:*?/\\'")[:31]


def download(name: str, suffix: str, rows: Iterable[Sequence[object]]) -> Response:
    """Return a file to save; `name` is its Chinese name without the ending (RFC 6266, RFC 8187)."""
    content = workbook(name, rows) if suffix == "xlsx" else csv_text(rows)
    disposition = f"attachment; filename=\"tongji.{suffix}\"; filename*=UTF-8''{quote(f'{name}.{suffix}')}"
    return Response(content, headers={"Content-Disposition": disposition}, media_type=MEDIA_TYPES[suffix])
