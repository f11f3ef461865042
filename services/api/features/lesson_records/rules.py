"""What may happen to the record of a lesson that was heard (E-36). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import LessonStatus, PairingStatus, PairSide

S = LessonStatus
VALID = frozenset({S.recorded, S.reflected})
STARTED = frozenset({PairingStatus.active, PairingStatus.suspended, PairingStatus.ended})
"""The states of a pairing in which lessons have been heard under it."""
OBSERVERS = "听课人本人，或听课人所在学校的报送员、学校领导"
TEACHERS = "授课人本人，或授课人所在学校的报送员、学校领导"
OTHER = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a record.

    `heard`, `taught`: it is the person, or acts for the school; `office`: it coordinates one of the counties.
    """

    heard: bool = False
    taught: bool = False
    office: bool = False

    @property
    def sees_words(self) -> bool:
        """The two persons, their schools and their counties read what was written; nobody else."""
        return self.heard or self.taught or self.office


TABLE: TransitionTable[LessonStatus, Facts] = TransitionTable(
    "lesson_record",
    [
        Transition("edit", "修改", frozenset({S.recorded}), None, OBSERVERS, lambda f: f.heard),
        Transition("reflect", "写反思", VALID, S.reflected, TEACHERS, lambda f: f.taught),
        Transition("void", "作废", VALID, S.void, OBSERVERS, lambda f: f.heard),
    ],
)  # fmt: skip


def last_possible_day(end_on: date | None, today: date) -> date:
    """A lesson has been heard: not after today, not after the pairing."""
    return today if end_on is None else min(end_on, today)


def serves_on(hired_on: date, ended_on: date | None, day: date) -> bool:
    """Whether somebody was employed on a day."""
    return hired_on <= day and (ended_on is None or day <= ended_on)


_TEXTS = {
    "record": "记下了这节课",
    "created": "记下了这节课",
    "edit": "改了听课记录",
    "void": "听课记录已作废",
}


def timeline_text(action: str, was: Mapping[str, Any]) -> str:
    """What a person reads of one event."""
    if action == "reflect":
        return "写了反思" if "status" in was else "改了反思"
    return _TEXTS.get(action, "有变动")
