"""CSV in UTF-8, UTF-16 or GB18030, and JSON lines."""

import codecs
import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from services.api.features.imports.reading.raw import Cell, Fault, Noticed, RawRow, Unreadable

PIECE = 1024 * 1024
LONGEST_LINE = 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DIVIDERS = ",\t;，"


def encoding_of(path: Path) -> str:
    """What the mark at its beginning says; without one UTF-8, else GB18030. Raises Unreadable when a byte fits none."""
    with path.open("rb") as file:
        head = file.read(4096)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked is None and b"\0" in head:
        raise Unreadable("file.no_text", "这个文件不是文字表格，请用Excel另存为.xlsx或CSV再传。")
    for name in ("utf-8", "gb18030") if marked is None else (marked,):
        if _fits(path, name):
            return name
    if marked is not None:
        raise Unreadable(
            "file.encoding", "这个文件里有坏掉的字，可能没有传完整。请用Excel另存为“CSV UTF-8”或.xlsx再传。"
        )
    raise Unreadable("file.encoding", "这个文件的文字编码认不出来，请用Excel另存为“CSV UTF-8”或.xlsx再传。")


def _fits(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class Table:
    """A CSV file; commas, tabs or semicolons divide its cells."""

    def __init__(self, path: Path) -> None:
        self.noticed = Noticed()
        self._path, self._encoding = path, encoding_of(path)
        if self._encoding == "gb18030":
            self.noticed.remarks.append("文件是GB18030（中文Windows）编码，已按它读。")
        with self._open() as file:
            first = next((line for line in _lines(file) if line.strip(" ,;\t\r\n")), "")
        self._divider = max(DIVIDERS[:3], key=first.count)

    def _open(self) -> io.TextIOWrapper:
        return self._path.open(encoding=self._encoding, newline="")

    def rows(self) -> Iterator[RawRow]:
        """Every record with content; its number is the row in which Excel shows it."""
        self.noticed.blank_rows = 0
        number = 0
        with self._open() as file:
            try:
                for number, record in enumerate(csv.reader(_lines(file), delimiter=self._divider), 1):
                    cells: list[Cell] = [_unquoted(text) for text in record]
                    if any(cells):
                        yield RawRow(number, cells)
                    else:
                        self.noticed.blank_rows += 1
            except csv.Error as error:
                sentence = f"第{number + 1}行读不下去：一格里的内容太长，或引号没有成对。请改好再传。"
                raise Unreadable("file.csv", sentence) from error

    def close(self) -> None:
        """Nothing is held."""


def _lines(file: io.TextIOWrapper) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Unreadable("file.long_line", "这个文件有一行长得不正常，不像表格。请用Excel另存为.xlsx再传。")
        yield line


def _unquoted(text: str) -> str | None:
    """Without blanks around, and without the sign that keeps spreadsheets from reading digits as a number.

    It stays where it says that what follows is no formula.
    """
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text if text.startswith(("'=", "'＝")) else text.removeprefix("'") or None


class Lines:
    """JSON lines: one object a line, its names are the fields' or the headings; cells come in the given order."""

    def __init__(self, path: Path, names: Sequence[Sequence[str]]) -> None:
        self.noticed = Noticed()
        self._path, self._width = path, len(names)
        self._places = {name: place for place, several in enumerate(names) for name in several}

    def rows(self) -> Iterator[RawRow]:
        """Every line with an object; its number is the line's."""
        self.noticed.blank_rows = 0
        with self._path.open(encoding="utf-8-sig", newline="\n") as file:
            try:
                for number, line in enumerate(_lines(file), 1):
                    if line.strip():
                        yield RawRow(number, self._cells(number, line))
                    else:
                        self.noticed.blank_rows += 1
            except UnicodeDecodeError as error:
                raise Unreadable("file.encoding", "JSON行文件要用UTF-8编码，请改好再传。") from error

    def _cells(self, number: int, line: str) -> list[Cell]:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Unreadable("file.json", f"第{number}行不是完整的JSON，请改好再传。") from error
        if not isinstance(found, dict):
            raise Unreadable("file.json", f"第{number}行不是一个JSON对象，请改好再传。")
        unknown = [name for name in found if name not in self._places]
        if unknown:
            shown = "".join(character if character.isprintable() else "?" for character in unknown[0][:30])
            raise Unreadable("file.unknown_field", f"第{number}行的“{shown}”不认识，请对照模板改掉。")
        cells: list[Cell] = [None] * self._width
        for name, value in found.items():
            cells[self._places[name]] = _text_of(value)
        return cells

    def close(self) -> None:
        """Nothing is held."""


def _text_of(value: Any) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(each) for each in value) or None
    if isinstance(value, dict):
        return Fault("cell.object", "这里只能写一个值")
    return None if value is None else str(value).strip() or None
