"""Searching by what people type: part of a name, its pinyin, its initials, the beginning of a code.

A surname in full with the initials of the rest, qinxl for 秦小莉, is read as both.
"""

from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import ColumnElement, and_, false, or_

from services.api.kernel.pinyin import half_spelled, typed_spelling
from services.contracts.base import Line

LONGEST_SEARCH = 60
SearchText = Annotated[Line | None, Query(max_length=LONGEST_SEARCH)]
"""The query parameter `q`: name, pinyin, initials or code; at most 60 characters."""


def spelled_like(q: str, *, name: Any, pinyin: Any, initials: Any, code: Any = None) -> ColumnElement[bool]:
    """Rows that somebody who types `q` means. The columns are the name, its spelling, and the code if there is one."""
    words, typed = q.strip(), typed_spelling(q)
    ways = [name.contains(words, autoescape=True)]
    if typed:
        ways += [pinyin.contains(typed, autoescape=True), initials.startswith(typed, autoescape=True)]
        ways += _half(typed, pinyin, initials)
    if code is not None:
        ways.append(code.startswith(words.upper(), autoescape=True))
    return or_(*ways)


AFTER_EVERY_TEXT = "\U0010ffff"


def begins(column: Any, text: str) -> ColumnElement[bool]:
    """Rows whose column begins with the text, as a range that an index answers on every database."""
    return and_(column >= text, column < text + AFTER_EVERY_TEXT)


def spelled_from_start(q: str, *, name: Any, pinyin: Any, initials: Any) -> ColumnElement[bool]:
    """Rows whose name, spelling or initials begin with what was typed; every way is a range of an index."""
    words, typed = q.strip(), typed_spelling(q)
    ways = [begins(name, words)] if words else []
    if typed:
        ways += [begins(pinyin, typed), begins(initials, typed), *_half(typed, pinyin, initials)]
    return or_(false(), *ways)


def _half(typed: str, pinyin: Any, initials: Any) -> list[ColumnElement[bool]]:
    return [and_(begins(pinyin, each.pinyin), begins(initials, each.initials)) for each in half_spelled(typed)]


def matches(q: str, row: Any, code: Any = None) -> ColumnElement[bool]:
    """`spelled_like` for a joined directory: its columns `name`, `pinyin`, `initials`, and a code if there is one."""
    return spelled_like(q, name=row.name, pinyin=row.pinyin, initials=row.initials, code=code)
