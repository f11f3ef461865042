"""Reads a workbook the plain way: the cells of its first sheet as text, whoever wrote it."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LETTERS = 26


def cells_of(content: bytes) -> list[list[str]]:
    """Rows of text, each as long as the first one."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        shared = parts.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in parts.namelist() else b"<sst/>"
        words = [_text(each) for each in ET.fromstring(shared).iter(f"{_SPACE}si")]  # noqa: S314 - our own file
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    rows = [{_column(cell): _value(cell, words) for cell in row} for row in sheet.iter(f"{_SPACE}row")]
    width = max(rows[0], default=-1) + 1
    return [[row.get(place, "") for place in range(width)] for row in rows]


def _value(cell: ET.Element, words: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{_SPACE}v", "")
    return words[int(value)] if cell.get("t") == "s" else value


def _text(node: ET.Element) -> str:
    return "".join(part.text or "" for part in node.iter(f"{_SPACE}t"))


def _column(cell: ET.Element) -> int:
    letters = re.sub(r"[0-9]", "", cell.get("r", ""))
    place = 0
    for letter in letters:
        place = place * _LETTERS + ord(letter) - ord("A") + 1
    return place - 1
