"""What a story of the sandbox is, and how far one is told. Pure."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

P = TypeVar("P")
STORY_TOLD_BY = (11, 20)
"""Month and day of the autumn by which every story of a school year has been told."""


@dataclass(frozen=True, slots=True)
class Step(Generic[P]):
    """One call of the integrator: who acts as of which day of the school year, and what comes of it.

    `changes`: (entity, action) → how many changes of that kind the feed tells; `expect` says what the numbers do.
    """

    name: str
    title: str
    month: int
    day: int
    expect: str
    changes: Mapping[tuple[str, str], int]
    tell: Callable[[P], Awaitable[None]]

    def told_on(self, school_year: int) -> date:
        """Its day; all stories are told in the autumn."""
        return date(school_year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Story(Generic[P]):
    """A scenario. `statistics` are paths whose answers it changes, with a place for the school year."""

    summary: str
    steps: Sequence[Step[P]]
    statistics: Sequence[str] = field(default=())


def school_year_told(today: date, running: int) -> int:
    """The school year of a new sandbox: the running one once its stories can be over, before that the last one.

    So nothing that is told lies in the future.
    """
    return running if today >= date(running, *STORY_TOLD_BY) else running - 1
