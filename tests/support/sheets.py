"""Spreadsheets in tests: a table as a workbook, and the first sheet of one of ours read back with nothing of ours."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import xlsxwriter

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]+)\d+")


def workbook(table: Sequence[Sequence[Any]]) -> bytes:
    """A workbook whose cells are text."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"strings_to_numbers": False, "strings_to_formulas": False})
    page = book.add_worksheet("Sheet1")
    for number, row in enumerate(table):
        for place, cell in enumerate(row):
            page.write_string(number, place, str(cell))
    book.close()
    return memory.getvalue()


def first_sheet(content: bytes) -> list[list[str]]:
    """The rows of the first sheet as text, each as long as the first one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = _shared(archive)
        tree = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - written by us
    rows: list[list[str]] = []
    for row in tree.iter(f"{_MAIN}row"):
        cells = {_column(cell.get("r", "A1")): _text(cell, shared) for cell in row.iter(f"{_MAIN}c")}
        width = len(rows[0]) if rows else max(cells, default=-1) + 1
        rows.append([cells.get(place, "") for place in range(width)])
    return rows


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    tree = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - written by us
    return ["".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in tree.iter(f"{_MAIN}si")]


def _text(cell: ET.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
    value = next((part.text or "" for part in cell.iter(f"{_MAIN}v")), "")
    return shared[int(value)] if cell.get("t") == "s" else value


def _column(place: str) -> int:
    """AB12 → 27."""
    found = _PLACE.match(place)
    letters = found.group(1) if found else "A"
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
