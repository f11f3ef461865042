"""What may happen to a summary (SM-8), who owes one and by when. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.api.kernel.periods import Period, school_year_of, school_year_period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import AssignmentStatus, ExchangeMode, SummaryStatus

S = SummaryStatus
A = AssignmentStatus
OWING_MODES = (ExchangeMode.support_teaching,)
"""Who teaches in support owes a summary each school year (ND-44); anybody else who serves elsewhere may write one."""
OWING = (A.active, A.completed)
SERVED = frozenset({A.active, A.completed, A.incomplete, A.terminated})
NEVER = frozenset({A.refused, A.void})
WRITING = (S.draft, S.returned)
HANDED_IN = (S.submitted_to_recipient, S.reviewed, S.forwarded, S.filed)
NEAR = timedelta(days=60)
"""From when on before its last day a summary is what a teacher must do."""
WRITERS = "教师本人，或派出学校代写"
REVIEWERS = "接收学校的领导，或接收县区的协调人"
RECEIVERS = "接收学校，或接收县区的协调人"
FILERS = "派出学校，或派出县区的协调人"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a summary; nobody reviews the own one."""

    writes: bool
    reviews: bool
    receives: bool
    files: bool


TABLE: TransitionTable[SummaryStatus, Facts] = TransitionTable(
    "support_summary",
    [
        Transition("edit", "修改", frozenset(WRITING), None, WRITERS, lambda f: f.writes),
        Transition("submit", "交给接收学校", frozenset(WRITING), S.submitted_to_recipient, WRITERS,
                   lambda f: f.writes),
        Transition("return", "退回", frozenset({S.submitted_to_recipient}), S.returned, RECEIVERS,
                   lambda f: f.receives),
        Transition("review", "评议", frozenset({S.submitted_to_recipient}), S.reviewed, REVIEWERS,
                   lambda f: f.reviews),
        Transition("forward", "转送", frozenset({S.reviewed}), S.forwarded, RECEIVERS, lambda f: f.receives),
        Transition("file", "入档", frozenset({S.forwarded}), S.filed, FILERS, lambda f: f.files),
    ],
)  # fmt: skip
NEEDED = {"text": "总结正文", "workload": "工作量"}
"""What a summary must hold to be handed in (F-20)."""


def year_meant(today: date) -> int:
    """The school year whose summaries are dealt with: for two months after its end still the one that is over."""
    return school_year_of(today - NEAR)


def present_year(period: Period, today: date) -> int:
    """The school year that a summary is for when none is named: the one dealt with, inside the assignment's."""
    first, last = school_year_of(period.start_on), school_year_of(period.end_on or period.start_on)
    return min(max(year_meant(today), first), last)


def served_in(start_on: date, end_on: date, year: int) -> Period | None:
    """The days of an assignment in a school year; None when it has none."""
    whole = school_year_period(year)
    assert whole.end_on is not None
    first, last = max(start_on, whole.start_on), min(end_on, whole.end_on)
    return Period(first, last) if first <= last else None


def is_overdue(due_on: date, status: SummaryStatus | None, today: date) -> bool:
    """Whether the last day has passed and nothing is handed in."""
    return due_on < today and (status is None or status in WRITING)


def is_near(due_on: date, today: date) -> bool:
    """Whether writing it is what the teacher must do now."""
    return today + NEAR >= due_on


_TEXTS = {
    "create": "开始写总结",
    "edit": "改了总结",
    "submit": "交给了接收学校",
    "return": "接收学校退回了总结",
    "appraise": "接收学校评议了总结",
    "forward": "转送派出学校和县区",
    "file": "存入个人档案",
}


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")
