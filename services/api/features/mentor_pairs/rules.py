"""What may happen to a mentor pair (W-22). Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import MentorPairStatus, MentorResult

S = MentorPairStatus
OPEN = frozenset({S.active, S.summarised, S.reviewed})
SIDES = ("mentor", "mentee")
CHANGERS = "两校的报送员或学校领导，或区县协调人"
_BETWEEN = re.compile(r"[、，,;；/\s]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a pair.

    `schools`: the sides whose school it acts for; `leads`: as the school's leader; `office`: it coordinates one of the
    counties; `is_mentor`: it is the mentor.
    """

    schools: frozenset[str]
    leads: bool
    office: bool
    is_mentor: bool

    @property
    def changes(self) -> bool:
        """May record and put right."""
        return bool(self.schools) or self.office

    @property
    def summarises(self) -> bool:
        """Writes the mentor's summary, or for the mentor."""
        return self.is_mentor or "mentor" in self.schools or self.office

    @property
    def reviews(self) -> bool:
        """Finds the result; nobody does of the own work."""
        return (self.leads or self.office) and not self.is_mentor


def _changes(facts: Facts) -> bool:
    return facts.changes


TABLE: TransitionTable[MentorPairStatus, Facts] = TransitionTable(
    "mentor_pair",
    [
        Transition("edit", "修改", frozenset({S.active}), None, CHANGERS, _changes),
        Transition("summarise", "写总结", frozenset({S.active, S.summarised}), S.summarised,
                   "师傅本人、师傅所在学校，或区县协调人", lambda f: f.summarises),
        Transition("review", "考核", frozenset({S.summarised}), S.reviewed, "两校的学校领导，或区县协调人",
                   lambda f: f.reviews),
        Transition("end", "结束", OPEN, S.ended, CHANGERS, _changes),
        Transition("void", "作废", OPEN, S.void, CHANGERS, _changes),
    ],
)  # fmt: skip


def one_subject(typed: str) -> str:
    """A subject as it is stored and compared: without blanks."""
    return "".join(typed.split())


def teaches(taught: str, subject: str) -> bool:
    """Whether somebody who teaches `taught`, several subjects perhaps, teaches the subject; unknown is no objection."""
    known = {each for each in _BETWEEN.split(taught) if each}
    return not known or subject in known


def last_day(start_on: date, end_on: date, until_on: date) -> date:
    """The last day of a pair that cannot go on after a day."""
    return max(start_on, min(end_on, until_on))


def is_over(status: MentorPairStatus, end_on: date, today: date) -> bool:
    """Whether the last day of a pair has passed and nobody has ended it."""
    return status in OPEN and end_on < today


def covers(start_on: date, end_on: date | None, first: date, last: date) -> bool:
    """Whether a period holds both days."""
    return start_on <= first and (end_on is None or last <= end_on)


_TEXTS = {
    "create": "登记了师徒结对",
    "created": "登记了师徒结对",
    "edit": "改了师徒结对",
    "shorten": "结束日期提前了",
    "summarise": "师傅写了总结",
    "end": "师徒结对已结束",
    "run_out": "到期，师徒结对已结束",
    "void": "师徒结对已作废",
    "succession": "随学校转走",
}


def timeline_text(action: str, became: Mapping[str, Any], names: Collection[str] = ()) -> str:
    """What a person reads of one event: 师傅写了总结：陈立群带罗晓雯. `became` holds the changed fields."""
    if action == "review":
        result = next((each.label for each in MentorResult if each.value == became.get("result")), "")
        told = f"考核{result}"
    else:
        told = _TEXTS.get(action, "有变动")
    return f"{told}：{'带'.join(names)}" if names else told
