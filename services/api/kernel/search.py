"""Searching by what people type: part of a name, its pinyin, its initials, the beginning of a code."""

from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import ColumnElement, and_, false, or_

from services.api.kernel.pinyin import typed_spelling
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
        ways += [begins(pinyin, typed), begins(initials, typed)]
    return or_(false(), *ways)


def matches(q: str, row: Any, code: Any = None) -> ColumnElement[bool]:
    """`spelled_like` for a joined directory: its columns `name`, `pinyin`, `initials`, and a code if there is one."""
    return spelled_like(q, name=row.name, pinyin=row.pinyin, initials=row.initials, code=code)
