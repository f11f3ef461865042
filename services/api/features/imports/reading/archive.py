"""The parts of a spreadsheet's zip archive, looked at before anything is unpacked."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from services.api.features.imports.reading.raw import Unreadable

CHUNK = 64 * 1024
LARGEST_PART = 800 * 1024 * 1024
LARGEST_ALL = 1200 * 1024 * 1024
SMALL_PART = 4 * 1024 * 1024
HIGHEST_RATIO = 150
"""Sheets shrink to a tenth; what shrinks to less than a hundred-and-fiftieth is a bomb."""
MOST_PARTS = 2000
WORKBOOK = "xl/workbook.xml"
SHARED_STRINGS = "xl/sharedStrings.xml"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')
_LONGEST_TAG = 200
Start = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of the workbook and the part that holds it."""

    name: str
    part: str
    hidden: bool


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive. Raises Unreadable for what is none, is no spreadsheet, or would unpack to far too much."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error
    parts = archive.infolist()
    if WORKBOOK not in {part.filename for part in parts}:
        archive.close()
        raise Unreadable("file.no_spreadsheet", "这个文件不是Excel表格（.xlsx），请用Excel或WPS另存为.xlsx再传。")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("file.password", "这个文件加了密码，请去掉密码再传。")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_ALL or any(map(_is_bomb, parts)):
        raise Unreadable("file.bomb", "这个文件解开后大得不正常，没有读。请新开一个表，只粘贴数据，再传。")
    return archive


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    too_dense = part.file_size > SMALL_PART and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
    return part.file_size > LARGEST_PART or too_dense


def damaged() -> Unreadable:
    """For what breaks in the middle."""
    return Unreadable("file.damaged", "这个文件读到一半读不下去了，可能没有传完整。请用Excel打开，另存一份再传。")


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part unpacked piece by piece; never more than the archive's directory says."""
    try:
        with archive.open(part) as unpacked:
            while piece := unpacked.read(CHUNK):
                yield piece
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise damaged() from error
    except Exception as error:  # zlib.error has no public base
        if type(error).__name__ == "error":
            raise damaged() from error
        raise


def parser() -> Any:
    """An XML parser that refuses document types, and with them entities."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    return made


def _refuse(*_: Any) -> None:
    raise Unreadable("file.doctype", "这个文件里有不该有的内容，没有读。请用Excel另存一份再传。")


def feed(made: Any, content: Iterator[bytes]) -> Iterator[None]:
    """Parse piece by piece. Raises Unreadable for broken XML."""
    try:
        for piece in content:
            made.Parse(piece)
            yield
        made.Parse(b"", True)  # noqa: FBT003 - expat's own flag: the end
    except expat.ExpatError as error:
        raise damaged() from error
    yield


def sheets(archive: zipfile.ZipFile) -> tuple[list[SheetPart], bool]:
    """The sheets in order, and whether days are counted from 1904."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []
    from_1904 = False

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        plain = name.rpartition(":")[2]
        if plain == "sheet":
            link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            found.append((attributes.get("name", ""), link, attributes.get("state", "visible") != "visible"))
        elif plain == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    _each(archive, "xl/_rels/workbook.xml.rels", relation)
    _each(archive, WORKBOOK, sheet)
    parts = set(archive.namelist())
    named = [SheetPart(name, _part_of(targets.get(link, "")), hidden) for name, link, hidden in found]
    return [sheet for sheet in named if sheet.part in parts], from_1904


def _each(archive: zipfile.ZipFile, part: str, start: Start) -> None:
    made = parser()
    made.StartElementHandler = start
    for _ in feed(made, pieces(archive, part)):
        pass


def _part_of(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def merged_ranges(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    """First and last cell of every merged range; they stand behind all rows, so the bytes are searched for them."""
    found: list[tuple[str, str]] = []
    kept = b""
    for piece in pieces(archive, part):
        window = kept + piece
        if b"mergeCell " in window:
            found += [(first.decode(), last.decode()) for first, last in _MERGED.findall(window)]
        kept = window[window.rfind(b"<") :][-_LONGEST_TAG:] if b"<" in window[-_LONGEST_TAG:] else b""
    return found
