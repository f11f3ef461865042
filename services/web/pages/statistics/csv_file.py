"""A table as a CSV file that Excel opens rightly and cannot be made to run."""

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from starlette.responses import Response

BOM = "\ufeff"
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


def download(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """Return a file to save; `name` is its Chinese name without the ending (RFC 6266)."""
    disposition = f"attachment; filename=\"tongji.csv\"; filename*=UTF-8''{quote(name + '.csv')}"
    return Response(csv_text(rows), headers={"Content-Disposition": disposition}, media_type="text/csv; charset=utf-8")
