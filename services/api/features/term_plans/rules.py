"""What may happen to the plan of a pairing (W-21.1). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.periods import Period, school_year_of, school_year_period, term_period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import PairSide, PlanSpan, TermPlanStatus

S = TermPlanStatus
OPEN = frozenset({S.draft, S.returned, S.proposed})
WRITTEN = frozenset({S.draft, S.returned})
GONE = frozenset({S.replaced, S.void})
DRAFTERS = "起草的一方：那所学校的报送员、学校领导，或它的区县协调人"
AGREERS = "另一方：那所学校的报送员、学校领导，或它的区县协调人；送出的账号自己不能同意"
EITHER = "两校的报送员或学校领导，或两边的区县协调人"
_OTHER = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a plan: the sides it speaks for, who drafted it, and whether the caller sent it."""

    sides: frozenset[PairSide]
    drafted_by: PairSide
    has_sent: bool

    @property
    def drafts(self) -> bool:
        """Speaks for the side that writes."""
        return self.drafted_by in self.sides

    @property
    def agrees(self) -> bool:
        """Speaks for the other side, and did not send it: nobody agrees with himself."""
        return _OTHER[self.drafted_by] in self.sides and not self.has_sent


TABLE: TransitionTable[TermPlanStatus, Facts] = TransitionTable(
    "term_plan",
    [
        Transition("edit", "修改", WRITTEN, None, DRAFTERS, lambda f: f.drafts),
        Transition("propose", "送对方", WRITTEN, S.proposed, DRAFTERS, lambda f: f.drafts),
        Transition("withdraw", "撤回", frozenset({S.proposed}), S.draft, DRAFTERS, lambda f: f.drafts),
        Transition("agree", "同意", frozenset({S.proposed}), S.agreed, AGREERS, lambda f: f.agrees),
        Transition("return", "退回", frozenset({S.proposed}), S.returned, AGREERS, lambda f: f.agrees),
        Transition("revise", "修订", frozenset({S.agreed}), None, EITHER, lambda f: bool(f.sides)),
        Transition("void", "作废", OPEN, S.void, DRAFTERS, lambda f: f.drafts),
    ],
)


def period_of(school_year: int, span: PlanSpan) -> Period:
    """The first and the last day of what a plan is for (E-06.1)."""
    year = school_year_period(school_year)
    if span is PlanSpan.year or year.end_on is None:
        return year
    return term_period(year.start_on if span is PlanSpan.autumn else year.end_on)


def spans_on(day: date) -> tuple[int, tuple[PlanSpan, PlanSpan]]:
    """The school year of a day, and the plans that hold it: that of its term and that of the whole year."""
    year = school_year_of(day)
    term = PlanSpan.autumn if term_period(day).start_on == school_year_period(year).start_on else PlanSpan.spring
    return year, (term, PlanSpan.year)


def missing_parts(goals: str, measures: Sequence[Any], supporting: str, recipient: str) -> dict[str, str]:
    """What a plan still needs before the other side is asked (F-24) → what to do."""
    wanted = {
        "goals": (goals, "请写目标"),
        "measures": ("x" * len(measures), "请至少写一条措施"),
        "supporting_responsible": (supporting, "请写支援学校的责任人"),
        "recipient_responsible": (recipient, "请写受援学校的责任人"),
    }
    return {name: text for name, (found, text) in wanted.items() if not found.strip()}


PARTS = {
    "goals": "目标", "measures": "措施", "supporting_responsible": "支援学校责任人",
    "recipient_responsible": "受援学校责任人",
}  # fmt: skip
BAD = frozenset({"return", "void", "withdraw"})
_TEXTS = {
    "create": "开始起草计划",
    "edit": "改了计划",
    "propose": "送对方看，等对方同意",
    "withdraw": "撤回接着改",
    "agree": "对方同意，计划商定",
    "return": "对方退回，要再改",
    "revise": "开始起草新一版",
    "replace": "被新一版代替",
    "void": "计划已作废",
    "pairing_ends": "结对结束，没商定的计划作废",
}


def timeline_text(action: str, became: Mapping[str, Any]) -> str:
    """What a person reads of one event: 对方同意，计划商定."""
    text = _TEXTS.get(action, "有变动")
    revision = became.get("revision")
    return f"{text}（第{revision}版）" if action == "revise" and revision else text
