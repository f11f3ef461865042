"""What may happen to a term review and its summaries (W-26). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.api.kernel.periods import Period, school_year_period, term_period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import (
    ActivityType,
    ContributionKind,
    ContributionState,
    EvidenceKind,
    SchoolTerm,
    TermReviewStatus,
)

S = TermReviewStatus
WRITERS = "本校的报送员或学校领导"
OFFICE = "主管的区县协调人（市管学校由市督导）"
JUDGES = "本校的报送员或学校领导，但不评定本人"
OPEN = frozenset({S.collecting, S.checked, S.decided, S.returned})
"""The school still has it."""
LOOKED_AT = OPEN - {S.collecting}
LIVE = OPEN | {S.submitted}
NEAR = timedelta(days=14)
"""From when on before its last day a review is what the school must do."""
FEN = 100
EVIDENCE = {
    ActivityType.observe_lesson: EvidenceKind.lesson_notes,
    ActivityType.class_sit_in: EvidenceKind.lesson_notes,
    ActivityType.observation_lesson: EvidenceKind.lesson_notes,
    ActivityType.lecture: EvidenceKind.lecture_papers,
    ActivityType.teaching_report: EvidenceKind.lecture_papers,
    ActivityType.demo_lesson: EvidenceKind.lesson_plans,
    ActivityType.open_lesson: EvidenceKind.lesson_plans,
    ActivityType.report_lesson: EvidenceKind.lesson_plans,
    ActivityType.critique_lesson: EvidenceKind.critiques,
}
"""Which papers an activity should have left (HZ-12)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a review: acts for the school, is the office that receives it."""

    school: bool
    office: bool


def _school(facts: Facts) -> bool:
    return facts.school


def _office(facts: Facts) -> bool:
    return facts.office


TABLE: TransitionTable[TermReviewStatus, Facts] = TransitionTable(
    "term_review",
    [
        Transition("edit", "修改", OPEN, None, WRITERS, _school),
        Transition("collect", "收材料", OPEN, None, WRITERS, _school),
        Transition("check", "查验", OPEN, S.checked, WRITERS, _school),
        Transition("judge", "评定", LOOKED_AT, None, JUDGES, _school),
        Transition("decide", "定下评定", LOOKED_AT, S.decided, WRITERS, _school),
        Transition("submit", "上报", frozenset({S.decided, S.returned}), S.submitted, WRITERS, _school),
        Transition("accept", "收阅", frozenset({S.submitted}), S.accepted, OFFICE, _office),
        Transition("return", "退回", frozenset({S.submitted, S.accepted}), S.returned, OFFICE, _office),
        Transition("void", "作废", OPEN, S.void, WRITERS, _school),
    ],
)  # fmt: skip
"""A summary that is handed in or changed after the decision is judged anew; `submit` asks whether all are."""


def period_of(year: int, term: SchoolTerm) -> Period:
    """The days of a term; holidays belong to the term before them."""
    whole = school_year_period(year)
    assert whole.end_on is not None
    return term_period(whole.start_on if term is SchoolTerm.autumn else whole.end_on)


def state_of(handed_on: date | None, due_on: date) -> ContributionState:
    """Whether a summary came, and in time; the last day is still in time."""
    if handed_on is None:
        return ContributionState.awaited
    return ContributionState.late if handed_on > due_on else ContributionState.in_time


def is_overdue(status: TermReviewStatus, due_on: date, today: date) -> bool:
    """Whether the day has passed and the school has not sent it."""
    return status in OPEN and due_on < today


def contribution_actions(
    status: TermReviewStatus, facts: Facts, kind: ContributionKind, *, handed: bool, own: bool
) -> list[str]:
    """What the caller may do with a summary now; the school's own one is not judged, and nobody judges the own."""
    allowed = TABLE.allowed(status, facts)
    found = ["hand-in"] if "collect" in allowed else []
    if "judge" in allowed and handed and not own and kind is not ContributionKind.school:
        found.append("judge")
    if "collect" in allowed and kind is not ContributionKind.school:
        found.append("void")
    return found


def cents_of(amount: Decimal | None) -> int | None:
    """Yuan → whole 0.01 yuan."""
    return None if amount is None else int(amount * FEN)


def yuan_of(cents: int | None) -> Decimal | None:
    """0.01 yuan → yuan."""
    return None if cents is None else Decimal(cents).scaleb(-2)


_TEXTS = {
    "create": "开始学期考核总结",
    "edit": "改了期限或结对",
    "collect": "带入了师傅名单",
    "check": "查验了材料",
    "decide": "评定好了",
    "submit": "上报了总结材料",
    "accept": "县里已收阅",
    "return": "县里退回了总结材料",
    "void": "考核总结已作废",
    "succession": "随学校转走",
}
_STEPS = {"add": "要交总结", "hand_in": "交了总结", "void": "去掉一份总结"}
BAD = frozenset({"return", "void"})


def timeline_text(action: str, became: Mapping[str, Any], who: str | None = None) -> str:
    """What a person reads of one event: 交了总结：语文教研组. `who` names the contributor of such an event."""
    if who is None:
        return _TEXTS.get(action, "有变动")
    told = _STEPS.get(action, "总结有变动")
    if action == "judge":
        told = "评定合格" if became.get("qualified") else "评定不合格或撤回评定"
    return f"{told}：{who}" if who else told
