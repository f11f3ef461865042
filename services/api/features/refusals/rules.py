"""What may happen to a refusal, and what follows from a decision (W-18). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.periods import school_year_of, school_year_period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import AppraisalGrade
from services.contracts.codes_refusals import RefusalMeasure, RefusalStatus
from services.contracts.statistics import SMALLEST

S = RefusalStatus
WAITING = frozenset({S.open, S.heard})
HANDLED = S.decided
"""The state that counts as handled (S-37)."""
CAPPED = frozenset({AppraisalGrade.excellent, AppraisalGrade.qualified})
"""合格 and better (HG-44)."""
OFFICE = "教师所在区县的协调人"
RECORDERS = "教师所在学校的领导，或所在区县的协调人"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a case: the person, the leader of the person's school, the office that decides."""

    is_self: bool
    leads: bool
    decides: bool

    @property
    def records(self) -> bool:
        """Opens a case and writes down what was said."""
        return self.leads or self.decides


def _decides(facts: Facts) -> bool:
    return facts.decides


def _records(facts: Facts) -> bool:
    return facts.records


TABLE: TransitionTable[RefusalStatus, Facts] = TransitionTable(
    "refusal",
    [
        Transition("edit", "修改情况", WAITING, None, RECORDERS, _records),
        Transition("state", "写陈述", WAITING, S.heard, "教师本人", lambda f: f.is_self),
        Transition("hear", "登记听取陈述", WAITING, S.heard, RECORDERS, _records),
        Transition("decide", "作出处理", frozenset({S.heard}), S.decided, OFFICE, _decides),
        Transition("dismiss", "不作处理", WAITING, S.dismissed, OFFICE, _decides),
        Transition("withdraw", "撤回", WAITING, S.withdrawn, RECORDERS, _records),
        Transition("lift", "解除处理", frozenset({S.decided}), S.lifted, OFFICE, _decides),
        Transition("void", "作废", frozenset({S.open, S.heard, S.decided, S.dismissed}), S.void, OFFICE, _decides),
    ],
)


def fits_year(school_year: int, refused_on: date) -> bool:
    """A refusal is about the school year that it falls in, or the next one."""
    return school_year - school_year_of(refused_on) in {0, 1}


def waits_until(school_year: int, years: int | None) -> date | None:
    """The last day before somebody may apply again: that of the last of so many school years (HG-22)."""
    return school_year_period(school_year + years - 1).end_on if years else None


def in_order(measures: Collection[RefusalMeasure]) -> list[RefusalMeasure]:
    """Each once, in the order of the code list."""
    return [each for each in RefusalMeasure if each in measures]


def hides(grade: AppraisalGrade) -> bool:
    """Whether a cap forbids the grade."""
    return grade in CAPPED


_TEXTS = {
    "open": "登记了拒不参加交流",
    "attach": "补上了被拒绝的交流任务",
    "edit": "改了登记的情况",
    "state": "本人写了陈述",
    "hear": "登记了听取陈述的情况",
    "decide": "区县作出处理",
    "dismiss": "区县决定不作处理",
    "withdraw": "登记已撤回",
    "lift": "处理已解除",
    "void": "登记已作废",
    "merge": "随人员记录合并",
    "undo-merge": "人员记录的合并已撤销",
}


def timeline_text(action: str, _became: Mapping[str, Any]) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")


@dataclass(frozen=True, slots=True)
class Cell:
    """The handled cases of one county in one school year: what every number is added up from."""

    county_code: str
    school_year: int
    cases: int


def told(cells: Collection[Cell], *, exact: bool) -> tuple[int | None, int]:
    """The number that may be told of some cells, and how many of them are too small to be in it.

    Numbers of larger regions leave the same cells out, so that no difference of two numbers gives one away.
    """
    hidden = [each for each in cells if not exact and each.cases < SMALLEST]
    shown = [each for each in cells if each not in hidden]
    return (None if hidden and not shown else sum(each.cases for each in shown)), len(hidden)
