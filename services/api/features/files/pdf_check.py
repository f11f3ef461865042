"""Looks into one PDF from standard input and prints what it is: good, active, encrypted or broken.

Runs as a program of its own with little memory and time, because a hostile file may make any parser run wild.
"""

import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_OBJECTS = 100_000
MEMORY, SECONDS = 1024 * 1024 * 1024, 10
ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
"""Names whose mere presence is a script, a file inside the file, or a form that runs."""
ACTIVE_VALUES = frozenset(
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/EmbeddedFile", "/FileAttachment",
        "/RichMedia", "/Movie", "/Sound", "/3D",
    }
)  # fmt: skip
"""Values of /S, /Type and /Subtype that are actions or attachments (ISO 32000-1 §7.11, §12.6)."""


def verdict(content: bytes) -> str:
    """What the PDF is; every fault of the file is `broken`."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            return "encrypted"
        if len(reader.pages) == 0:
            return "broken"
        return "active" if any(_is_active(each) for each in _dictionaries(reader)) else "good"
    except Exception:  # noqa: BLE001 - a parser of hostile files may raise anything
        return "broken"


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of every object, also of those that no page leads to."""
    ids = {(number, generation) for generation, found in reader.xref.items() for number in found}
    ids |= {(number, 0) for number in reader.xref_objStm}
    if len(ids) > MOST_OBJECTS:
        raise ValueError("too many objects")
    todo: list[Any] = [reader.trailer]
    todo += [reader.get_object(IndirectObject(number, generation, reader)) for number, generation in sorted(ids)]
    while todo:
        each = todo.pop()
        if isinstance(each, DictionaryObject):
            yield each
            todo += [dict.__getitem__(each, key) for key in each]
        elif isinstance(each, ArrayObject):
            todo += [list.__getitem__(each, index) for index in range(len(each))]


def _is_active(each: DictionaryObject) -> bool:
    if not ACTIVE_KEYS.isdisjoint(each):
        return True
    values = [each[key] for key in ("/S", "/Type", "/Subtype") if key in each]
    return any(isinstance(value, str) and value in ACTIVE_VALUES for value in values)


def main() -> None:
    """Limit itself, read, judge, say."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(verdict(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
