"""What may happen at the end of an assignment (W-40), and from when on. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import AssignmentStatus, FeedbackStatus, HandoverStatus

A = AssignmentStatus
H = HandoverStatus
F = FeedbackStatus
OVER = (A.completed, A.incomplete, A.terminated)
"""Was in post and is not any more."""
NEAR = timedelta(days=30)
"""So long before its last day an assignment is ending (W-40.1)."""
ASKED_FOR = timedelta(days=180)
"""So long after the end start pages still ask for what was not done."""
RECEIVERS = "接收学校，或接收县区的协调人"
WRITERS = "教师本人，或派出学校代写"
READERS = "派出学校，或派出县区的协调人"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to the end of an assignment."""

    receives: bool
    writes: bool
    reads: bool


HANDOVER: TransitionTable[HandoverStatus, Facts] = TransitionTable(
    "handover",
    [
        Transition("hand-over", "交接和鉴定", frozenset({H.open}), H.handed_over, RECEIVERS, lambda f: f.receives),
        Transition("correct", "改正", frozenset({H.handed_over}), None, RECEIVERS, lambda f: f.receives),
    ],
)
FEEDBACK: TransitionTable[FeedbackStatus, Facts] = TransitionTable(
    "feedback",
    [
        Transition("give-feedback", "交反馈", frozenset({F.open}), F.filed, WRITERS, lambda f: f.writes),
        Transition("edit-feedback", "改反馈", frozenset({F.filed}), None, WRITERS, lambda f: f.writes),
        Transition("read-feedback", "看过反馈", frozenset({F.filed}), F.read, READERS, lambda f: f.reads),
        Transition("share", "登记传达", frozenset({F.filed, F.read}), None, READERS, lambda f: f.reads),
    ],
)


def opens_on(end_on: date) -> date:
    """The first day on which it is ending."""
    return end_on - NEAR


def is_ready(status: AssignmentStatus, arrived_on: date | None, end_on: date, today: date) -> bool:
    """Whether the person has served, and the end is near or past."""
    if arrived_on is None:
        return False
    return status in OVER or (status is A.active and today >= opens_on(end_on))


def is_over(status: AssignmentStatus, end_on: date, today: date) -> bool:
    """Whether what is not done is late."""
    return status in OVER or end_on < today


def allowed(status: HandoverStatus, feedback: FeedbackStatus, facts: Facts) -> list[str]:
    """What the caller may do once it is ready."""
    return [*HANDOVER.allowed(status, facts), *FEEDBACK.allowed(feedback, facts)]


_TEXTS = {
    "hand_over": "接收学校办了交接和鉴定",
    "correct": "接收学校改正了交接和鉴定",
    "ask_again": "交流延期，要重新交接",
    "give_feedback": "向原校交了反馈",
    "edit_feedback": "改了给原校的反馈",
    "read_feedback": "原校看过反馈",
    "share": "在原校传达了学到的做法",
}


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")
