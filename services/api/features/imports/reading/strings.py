"""A spreadsheet's shared texts, kept in a file that is forgotten on closing: a hundred thousand rows have half a
million of them."""

import mmap
import tempfile
import zipfile
from array import array
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from services.api.features.imports.reading.archive import SHARED_STRINGS, feed, parser, pieces
from services.api.features.imports.reading.raw import Unreadable

OFTEN = 4096
MOST = 8_000_000


class SharedStrings:
    """Text by number. Memory: eight bytes a text and the page cache."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._ends = array("Q")
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the reader
        if SHARED_STRINGS in archive.namelist():
            self._unpack(archive)
        self._file.flush()
        self._bytes = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) if self._file.tell() else None
        self.get = lru_cache(OFTEN)(self._get)

    def _get(self, number: int) -> str:
        if self._bytes is None or not 0 <= number < len(self._ends):
            raise Unreadable("file.damaged", "这个文件里有格子指向不存在的文字。请用Excel打开，另存一份再传。")
        begin = self._ends[number - 1] if number else 0
        return self._bytes[begin : self._ends[number]].decode()

    def _unpack(self, archive: zipfile.ZipFile) -> None:
        made = parser()
        TextHandlers(self._add).attach(made)
        for _ in feed(made, pieces(archive, SHARED_STRINGS)):
            if len(self._ends) > MOST:
                raise Unreadable("file.too_many", "这个文件里的文字太多，请分成几个文件再传。")

    def _add(self, text: str) -> None:
        self._ends.append((self._ends[-1] if self._ends else 0) + self._file.write(text.encode()))

    def close(self) -> None:
        """Forget them."""
        self.get.cache_clear()
        if self._bytes is not None:
            self._bytes.close()
        self._file.close()


class TextHandlers:
    """What the parser calls for one list of texts; how to pronounce a text is no part of it."""

    def __init__(self, add: Callable[[str], object]) -> None:
        self._add = add
        self._text: list[str] = []
        self._depth = {"t": 0, "rPh": 0}

    def attach(self, made: Any) -> None:
        """Listen to a parser."""
        made.StartElementHandler, made.EndElementHandler = self._start, self._stop
        made.CharacterDataHandler = self._characters

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain in self._depth:
            self._depth[plain] += 1

    def _stop(self, name: str) -> None:
        plain = name.rpartition(":")[2]
        if plain in self._depth:
            self._depth[plain] -= 1
        elif plain == "si":
            self._add("".join(self._text))
            self._text.clear()

    def _characters(self, data: str) -> None:
        if self._depth["t"] and not self._depth["rPh"]:
            self._text.append(data)
