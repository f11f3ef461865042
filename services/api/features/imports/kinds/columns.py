"""Columns: one line each, for reading, for the template and for the file of mistakes alike."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.imports.reading import values
from services.api.kernel.outcomes import Line, Outcome, Place
from services.api.kernel.scope import Permission
from services.contracts.base import Body
from services.contracts.codes import Code
from services.contracts.imports import ImportKind

Plan = Callable[[AsyncSession, Place, Sequence[Line]], Awaitable[list[Outcome]]]
Write = Callable[[AsyncSession, Place, Sequence[Outcome]], Awaitable[None]]
_CODE_AND_NAME = re.compile(r"([0-9]{10}) ?([^0-9 .].*)")
_NOTE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：]|\s")


@dataclass(frozen=True, slots=True)
class Column:
    """`field` of the contract ← cell under `heading`. `needed`: a column that must be there and be filled.

    `needed_new`: it has to be filled for what is new; what is known already keeps what it has.
    """

    field: str
    heading: str
    read: values.Reader = values.line
    example: str = ""
    needed: bool = False
    needed_new: bool = False
    note: str = ""
    offered: type[Code] | None = None
    aliases: tuple[str, ...] = ()
    width: int = 14
    is_text: bool = True
    """Shown as text in spreadsheets, so that they do not make numbers of what is typed."""

    @property
    def is_marked(self) -> bool:
        """Whether the template says that it has to be filled."""
        return self.needed or self.needed_new

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a heading may say for this column."""
        return (self.field, self.heading, *self.aliases)


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be imported: its columns, its contract, and how a row says its own name.

    `contract` checks what was typed, as the form's does. `extra`: field of a column → name under which the feature
    gets it as text, for what the contract has no place for; `blanks` fill what the contract needs and only the
    feature knows. `plan` and `write` are the feature's.
    """

    key: ImportKind
    permission: Permission
    contract: type[Body]
    columns: tuple[Column, ...]
    plan: Plan
    write: Write
    label_field: str
    extra: dict[str, str] = field(default_factory=dict)
    blanks: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    left_alone: frozenset[str] = frozenset()
    """Headings that downloads have beside the template's; nothing is said about them."""
    shared_field: str = ""
    """The field that two new rows of one upload must not share (Outcome.shared)."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Headings that look as if they could be imported → what is said when something stands below them."""

    @property
    def sheet(self) -> str:
        """The name of the sheet that holds the rows."""
        return self.key.label

    def column(self, name: str) -> Column | None:
        """The column of a field."""
        return next((column for column in self.columns if column.field == name), None)


def school(text: str) -> str:
    """A school as people write it: its code, its whole name, or both with a blank between as downloads have them."""
    plain = values.line(text)
    both = _CODE_AND_NAME.fullmatch(values.narrow(plain))
    if both is not None:
        return f"{both[1]} {both[2]}"
    together = "".join(plain.split())
    return values.digits(plain) if values.narrow(together[:1]).isdecimal() else together


def plain_heading(text: str) -> str:
    """A heading without blanks, stars and what stands in brackets: “ 姓 名（必填）*” → 姓名."""
    return _NOTE.sub("", values.narrow(text)).lower()


def matched(columns: Sequence[Column], headings: Sequence[str]) -> list[int | None]:
    """For each column its place among the headings, or None."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(plain_heading(heading), place)
    return [next((places[key] for name in column.names if (key := plain_heading(name)) in places), None)
            for column in columns]  # fmt: skip
