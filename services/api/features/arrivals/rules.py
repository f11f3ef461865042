"""What is arranged for who comes, what is missing, and who may say so (ND-39). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ArrivalItem, AssignmentStatus

A = AssignmentStatus
SOON = timedelta(days=14)
"""So long before the first day the receiving school is asked."""
ASKED_FOR = timedelta(days=30)
"""So long after the first day the start page asks; the list goes on naming who is not looked after."""
CODED = (ArrivalItem.housing, ArrivalItem.meals, ArrivalItem.transport, ArrivalItem.workplace)
"""Items that are arranged in one of several ways; a contact is a person."""
WRITERS = "接收学校，或接收县区的协调人"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to an arrival."""

    receives: bool


TABLE: TransitionTable[AssignmentStatus, Facts] = TransitionTable(
    "arrival",
    [
        Transition("arrange", "登记生活安排", frozenset({A.confirmed, A.active}), None, WRITERS, lambda f: f.receives),
    ],
)
"""By the state of the assignment: from its confirmation until it is over."""


def missing(row: Any) -> list[ArrivalItem]:
    """What is not arranged, in the order of the list. `row` has the columns of an arrival, null when there is none."""
    found = [item for item in CODED if getattr(row, item.value) is None]
    return found if row.contact else [*found, ArrivalItem.contact]


def is_due(status: AssignmentStatus, start_on: date, today: date) -> bool:
    """Whether the person comes within fourteen days, should have come, or is there."""
    return status is A.active or (status is A.confirmed and start_on <= today + SOON)


_TEXTS = {
    "arrange": "接收学校登记了生活安排",
    "ask_again": "安排改了，生活安排要重新登记",
}


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")
