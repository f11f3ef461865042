"""What may happen to a decision of a joint meeting (F-28). Pure."""

from dataclasses import dataclass
from datetime import date

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ActivityType, DecisionStatus, PairSide, ResponsibleSide

S = DecisionStatus
MEETINGS = frozenset({ActivityType.joint_meeting, ActivityType.experience_meeting})
"""Activities that decide something: 联席会议, 经验交流会."""
HOST = "主办会议的学校，或主管它的区县协调人"
RESPONSIBLE = "负责落实的学校，或主管它的区县协调人"
SIDES_OF = {
    ResponsibleSide.supporting: (PairSide.supporting,),
    ResponsibleSide.recipient: (PairSide.recipient,),
    ResponsibleSide.both: tuple(PairSide),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Whether the caller keeps the minutes, and whether it speaks for the side that carries the decision out."""

    hosts: bool
    responsible: bool


TABLE: TransitionTable[DecisionStatus, Facts] = TransitionTable(
    "meeting_decision",
    [
        Transition("edit", "修改", frozenset({S.open}), None, HOST, lambda f: f.hosts),
        Transition("carry-out", "登记落实", frozenset({S.open}), S.done, RESPONSIBLE, lambda f: f.responsible),
        Transition("reopen", "改回待落实", frozenset({S.done}), S.open, RESPONSIBLE, lambda f: f.responsible),
        Transition("void", "作废", frozenset({S.open, S.done}), S.void, HOST, lambda f: f.hosts),
    ],
)


def is_overdue(status: DecisionStatus, due_on: date, today: date) -> bool:
    """Open after its last day."""
    return status is S.open and due_on < today
