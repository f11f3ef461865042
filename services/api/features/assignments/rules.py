"""What may happen to an assignment (SM-4), and what is derived of it. Pure: plain values in, plain values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from services.api.kernel.periods import SCHOOL_YEAR_START_MONTH
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import AssignmentStatus, Direction, Locality, Workload

S = AssignmentStatus
TO_BEGIN = frozenset({S.planned, S.confirmed})
FROZEN = frozenset({S.confirmed, S.active, S.completed, S.incomplete, S.terminated})
"""States in which facts may be frozen: from the first day on they change by a correction alone."""
EXCLUSIVE_WORKLOADS = frozenset({Workload.full_time, Workload.post_cover})
OFFICE = "主管的区县协调人（跨县由市、跨市由省督导）"
SENDERS = "派出学校，或派出县区的协调人"
CONFIRMERS = "派出学校、接收学校，或派出县区的协调人"


class Part(str, Enum):
    """The three that confirm a plan; the value is the column's prefix."""

    sending = "sending"
    receiving = "receiving"
    county = "county"

    @property
    def label(self) -> str:
        """In words."""
        return {"sending": "派出学校", "receiving": "接收学校", "county": "县区"}[self.value]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to this assignment, and how far it has come.

    `parts`: what the caller may confirm. `decides`: it is the office that decides between the two counties.
    `home_office`, `receiving_office`: it coordinates that county.
    `over`: the last day has come; `begun`: the first one has.
    """

    parts: frozenset[Part]
    decides: bool
    home_office: bool
    receiving_office: bool
    confirmed: frozenset[Part]
    over: bool
    begun: bool = True

    @property
    def sends(self) -> bool:
        """Acts for the sending school."""
        return Part.sending in self.parts

    @property
    def receives(self) -> bool:
        """Acts for the receiving school."""
        return Part.receiving in self.parts

    @property
    def is_office(self) -> bool:
        """One of the offices that the person's county listens to."""
        return self.decides or self.home_office


def _decides(facts: Facts) -> bool:
    return facts.decides


TABLE: TransitionTable[AssignmentStatus, Facts] = TransitionTable(
    "assignment",
    [
        Transition("edit", "修改", frozenset({S.planned}), None, OFFICE, _decides),
        Transition("confirm", "确认", frozenset({S.planned}), None, CONFIRMERS,
                   lambda f: bool(f.parts), {S.planned: (S.confirmed,)}),
        Transition("disagree", "提不同意见", frozenset({S.planned}), None, "派出学校、接收学校，或两边县区的协调人",
                   lambda f: (bool(f.parts) or f.receiving_office) and not f.decides),
        Transition("swap", "互换", TO_BEGIN, S.planned, OFFICE, _decides),
        Transition("substitute", "换人", TO_BEGIN, S.void, OFFICE, _decides),
        Transition("relieve", "中途换人", frozenset({S.active}), S.terminated, OFFICE, _decides),
        Transition("arrive", "确认到岗", frozenset({S.confirmed}), S.active, "接收学校，或县区协调人",
                   lambda f: f.receives or f.is_office or f.receiving_office),
        Transition("refuse", "记为拒不参加", frozenset({S.planned, S.confirmed}), S.refused, SENDERS,
                   lambda f: f.sends or f.is_office),
        Transition("extend", "延期", frozenset({S.active}), None, OFFICE, _decides),
        Transition("complete", "办期满", frozenset({S.active}), S.completed, "接收学校，或" + OFFICE,
                   lambda f: f.receives or f.decides),
        Transition("incomplete", "记为未完成", frozenset({S.active}), S.incomplete, OFFICE, _decides),
        Transition("terminate", "提前结束", frozenset({S.active}), S.terminated, OFFICE, _decides),
        Transition("correct-facts", "改正情况", FROZEN, None, OFFICE, _decides),
        Transition("void", "作废", frozenset({S.planned, S.confirmed, S.active}), S.void, OFFICE, _decides),
    ],
)  # fmt: skip
"""Confirming stays in 待确认 until all three have confirmed; 已延期 is computed, not a state."""


def allowed(status: AssignmentStatus, facts: Facts) -> list[str]:
    """The caller's actions: confirming while a part of its own is missing, completing once the last day has come,
    arriving and correcting facts once the first one has."""
    return list(_allowed(status, facts))


@lru_cache(maxsize=4096)
def _allowed(status: AssignmentStatus, facts: Facts) -> tuple[str, ...]:
    """Kept: the rows of a list stand in few different ways to their reader."""
    actions = TABLE.allowed(status, facts)
    if not facts.parts - facts.confirmed:
        actions = [action for action in actions if action != "confirm"]
    hidden = set() if facts.over else {"complete"}
    hidden |= set() if facts.begun else {"correct-facts", "arrive"}
    return tuple(action for action in actions if action not in hidden)


def status_after_confirming(confirmed: frozenset[Part]) -> AssignmentStatus:
    """All three make it 待到岗."""
    return S.confirmed if confirmed == frozenset(Part) else S.planned


def is_exclusive(workload: Workload) -> bool:
    """Full-time service and post cover fill a person's time (architecture §4)."""
    return workload in EXCLUSIVE_WORKLOADS


def direction(
    home_county: str, receiving_county: str, sending: Locality | None, receiving: Locality | None
) -> Direction:
    """N-06, derived: a known difference of locality first, then whether the county is left (docs/decisions/0010)."""
    if sending is Locality.urban and receiving is Locality.rural:
        return Direction.urban_to_rural
    if sending is Locality.rural and receiving is Locality.urban:
        return Direction.rural_to_urban
    return Direction.peer if home_county == receiving_county else Direction.out_of_area


def age_in(school_year: int, birth_on: date) -> int:
    """Full years on 1 September of the school year (A-07)."""
    reference = date(school_year, SCHOOL_YEAR_START_MONTH, 1)
    had_birthday = (reference.month, reference.day) >= (birth_on.month, birth_on.day)
    return reference.year - birth_on.year - (0 if had_birthday else 1)


def last_day_passed(end_on: date, today: date) -> date:
    """The last day of a period that has come: not after today, not after the end."""
    return min(end_on, today)


_TEXTS = {
    "plan": "安排了交流任务",
    "edit": "改了安排，三方要重新确认",
    "refresh_facts": "开始前更新了职务、职称等情况",
    "arrive": "已到岗",
    "refuse": "记为拒不参加",
    "extend": "任务延期",
    "complete": "任务期满",
    "incomplete": "记为未完成",
    "terminate": "任务提前结束",
    "take_back": "提出不同意见，收回了确认",
    "swap": "和另一项任务互换，三方要重新确认",
    "substitute": "换了人，这项任务不再办",
    "relieve": "中途换人，任务提前结束",
    "take_over": "接替前一名人员，安排了交流任务",
    "correct-facts": "改正了登记时写错的情况",
    "succession": "随学校转走",
    "void": "任务已作废",
    "join_team": "编入了团队",
    "leave_team": "退出了团队",
}
_LABELS = {status.value: status.label for status in AssignmentStatus}
BAD = frozenset({"refuse", "incomplete", "void", "substitute"})


def timeline_text(action: str, became: Mapping[str, Any]) -> str:
    """What a person reads of one event: 接收学校确认了安排. `became` holds the changed fields."""
    parts = [part.label for part in Part if became.get(f"{part.value}_confirmed_at")]
    if action == "confirm" and parts:
        return "、".join(parts) + "确认了安排"
    if action not in _TEXTS and "status" in became:
        return f"登记为“{_LABELS.get(became['status'], '')}”"
    return _TEXTS.get(action, "有变动")
