"""What a feature is asked about many rows at once, and what it answers for each: the import's language."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.api.kernel.context import Ctx
from services.api.kernel.personal import PersonalData
from services.api.kernel.problems import field_problem
from services.api.kernel.scope import Principal
from services.contracts.imports import ImportRowStatus
from services.contracts.problems import FieldProblem

LOOKED_UP = 2000
"""Rows that are planned together: one lookup of each kind for all of them."""


@dataclass(frozen=True, slots=True)
class Place:
    """For whom and where: rows belong to this county, and only what the principal may write is written."""

    county_code: str
    ctx: Ctx
    personal: PersonalData

    @property
    def principal(self) -> Principal:
        """Who imports."""
        return self.ctx.principal

    @property
    def today(self) -> date:
        """The present day in Asia/Shanghai."""
        return self.ctx.today

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.ctx.now


@dataclass(slots=True)
class Line:
    """One row: the contract that the form would send, and the columns that are none of its fields."""

    body: Any
    extra: dict[str, Any]


Change = tuple[str, Any, Any]


@dataclass(slots=True)
class Outcome:
    """What becomes of a line. `match` is equal for lines about the same thing; `work` is what writing needs.

    `shared` is equal for lines about different things that must not have something in common. `changes` are of what is
    updated: field, as it was, as it will be.
    """

    status: ImportRowStatus
    id: UUID | None = None
    match: str | None = None
    problems: list[FieldProblem] = field(default_factory=list)
    work: Any = None
    shared: str | None = None
    changes: list[Change] = field(default_factory=list)


def refused(*problems: FieldProblem, match: str | None = None) -> Outcome:
    """A line that stays out."""
    return Outcome(ImportRowStatus.error, match=match, problems=list(problems))


def wrong(field_name: str, code: str, detail: str) -> FieldProblem:
    """What is wrong with one field of a line."""
    return field_problem(field_name, code, detail)


def spelled(text: str) -> str:
    """A text without what only looks: blanks, and full or half width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def differs(typed: Any, stored: Any) -> bool:
    """Whether a cell says something else than what is stored; a file that comes back may have lost blanks and width."""
    if typed == stored:
        return False
    return not (isinstance(typed, str) and isinstance(stored, str) and spelled(typed) == spelled(stored))


def updated(entity_id: UUID, changes: dict[str, Any], match: str, known: Any, **before: Any) -> Outcome:
    """A line about something known: 更新 when something differs, else 不变.

    What a field was is in `before`, else it is an attribute of `known`.
    """
    if not changes:
        return Outcome(ImportRowStatus.unchanged, entity_id, match)
    told = [(name, before.get(name, getattr(known, name, None)), value) for name, value in changes.items()]
    return Outcome(ImportRowStatus.update, entity_id, match, work=changes, changes=told)


def works(outcomes: Iterable[Outcome], status: ImportRowStatus) -> list[Outcome]:
    """The outcomes of one status."""
    return [outcome for outcome in outcomes if outcome.status is status]
