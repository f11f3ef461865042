"""What may happen to a move of a person, and what an establishment says of it (W-17, ND-22 … ND-26). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import (
    Degree,
    EducationLevel,
    HeadcountState,
    HonourType,
    StaffMoveKind,
    StaffMoveStatus,
)

S = StaffMoveStatus
BEFORE_FILING = frozenset({S.decided, S.returned})
OPEN = frozenset({S.decided, S.returned, S.proposed})
READY = frozenset({S.filed, S.approved})
"""Settled: done when its day comes."""
LIVE = OPEN | READY
GONE = frozenset({S.withdrawn, S.void})
SENDERS = "调出学校的报送员或学校领导，或主管它的区县协调人"
DECIDERS = "审批单位：同一区县的由区县协调人，跨区县的由市级，跨市的由省级"
EITHER = "调出学校，或审批单位"
CONTROLLED_HONOURS = frozenset({HonourType.excellent_teacher, HonourType.backbone_teacher})
"""优秀, 骨干 (ND-26)."""
DEGREES = frozenset({Degree.bachelor, Degree.master, Degree.doctor})
LEVELS = frozenset({EducationLevel.bachelor, EducationLevel.master, EducationLevel.doctor})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a move: acts for the school that is left, is the office that decides; whether it is due."""

    sends: bool
    decides: bool
    is_due: bool = False

    @property
    def may_do(self) -> bool:
        """Whether it can be tried now: its day has come."""
        return self.is_due and (self.sends or self.decides)


TABLE: TransitionTable[StaffMoveStatus, Facts] = TransitionTable(
    "staff_move",
    [
        Transition("edit", "修改", OPEN, None, SENDERS, lambda f: f.sends),
        Transition("file", "报备案", BEFORE_FILING, S.filed, SENDERS, lambda f: f.sends),
        Transition("propose", "报区县批准", BEFORE_FILING, S.proposed, SENDERS, lambda f: f.sends),
        Transition("approve", "批准", frozenset({S.proposed}), S.approved, DECIDERS, lambda f: f.decides),
        Transition("reject", "不批准", frozenset({S.proposed}), S.rejected, DECIDERS, lambda f: f.decides),
        Transition("return", "退回备案", frozenset({S.filed}), S.returned, DECIDERS, lambda f: f.decides),
        Transition("postpone", "改日期", READY, None, DECIDERS, lambda f: f.decides),
        Transition("carry-out", "现在办", READY, S.moved, EITHER, lambda f: f.may_do),
        Transition("withdraw", "撤回", OPEN | {S.filed}, S.withdrawn, SENDERS, lambda f: f.sends),
        Transition("void", "作废", LIVE, S.void, DECIDERS, lambda f: f.decides),
    ],
)
BAD = frozenset({"return", "reject", "hold", "void"})
_TEXTS = {
    "decide": "学校决定调动", "propose": "报请批准", "edit": "改了调动", "file": "报了备案", "approve": "批准",
    "reject": "没有批准", "return": "退回了备案", "postpone": "改了调动日期", "carry-out": "人员记录转到了新学校",
    "withdraw": "撤回", "void": "作废", "hold": "到了日子没有办成", "merge": "两条人员记录合并",
    "succession": "学校撤并或更名",
}  # fmt: skip


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")


def state_of(approved: int | None, in_quota: int) -> HeadcountState:
    """A school against its approved posts (S-35)."""
    if approved is None:
        return HeadcountState.unknown
    if in_quota == approved:
        return HeadcountState.even
    return HeadcountState.over if in_quota > approved else HeadcountState.under


@dataclass(frozen=True, slots=True)
class Room:
    """Posts of a school: approved (None: no number is set), taken today, and people who are to come and to leave."""

    approved: int | None
    in_quota: int
    coming: int
    leaving: int
    weak: bool

    @property
    def state(self) -> HeadcountState:
        """Against today's people."""
        return state_of(self.approved, self.in_quota)

    def lack(self, wanted: int) -> str:
        """Why there is no room for so many more, in words that follow the school's name; empty when there is.

        Who is to leave still has a post: it is free when he or she has left.
        """
        if self.approved is None:
            return "还没有登记核定编制"
        taken = self.in_quota + self.coming
        if taken + wanted <= self.approved:
            return ""
        coming = f"，还有{self.coming}人要调入" if self.coming else ""
        return f"核定编制{self.approved}名，实有{self.in_quota}人{coming}，没有空编"


def words_of(room: Room) -> str:
    """Return 核定编制40名，实有42人."""
    return f"核定编制{room.approved}名，实有{room.in_quota}人" if room.approved is not None else "没有登记核定编制"


def kind_problem(kind: StaffMoveKind, *, same_county: bool, source: Room, target: Room) -> str:
    """What is wrong with the kind of a move between two schools; empty when it fits (ND-22, ND-23, ND-25)."""
    if kind is StaffMoveKind.cross_county:
        return "两所学校在同一个区县，请选“编制内流动”或“超编分流”" if same_county else ""
    if not same_county:
        return "两所学校不在同一个区县，请选“跨区流动”"
    if kind is StaffMoveKind.within_quota:
        return ""
    if source.state is not HeadcountState.over:
        return f"调出学校{words_of(source)}，没有超编，请选“编制内流动”"
    if target.state is not HeadcountState.under and not target.weak:
        return f"超编分流要去缺编或薄弱的学校，调入学校{words_of(target)}，也不是薄弱学校，请改选学校"
    return ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record of a person: a degree, honours that hold, and the term of office; None: not recorded."""

    has_degree: bool
    honours: frozenset[HonourType]
    in_term: bool | None

    @property
    def is_wanted(self) -> bool:
        """Whom ND-26 keeps."""
        return self.has_degree or bool(self.honours)


def in_term_on(terms: Collection[tuple[date | None, date | None]], day: date) -> bool | None:
    """Whether a term of office holds on a day; None when no term is on record."""
    known = [(first, last) for first, last in terms if first is not None or last is not None]
    if not known:
        return None
    return any((first is None or first <= day) and (last is None or day <= last) for first, last in known)


def is_controlled(standing: Standing, *, developed: bool) -> bool | None:
    """Whether ND-26 speaks against the move: True, False, or None when the term of office is not on record."""
    if not developed or not standing.is_wanted or standing.in_term is False:
        return False
    return standing.in_term


def control_words(standing: Standing, *, verdict: bool | None, developed: bool) -> str:
    """What ND-26 says of this move."""
    if not developed:
        return "调入的县区没有列为经济发达地区"
    what = [*(["本科以上学历"] if standing.has_degree else []), *(each.label for each in sorted(standing.honours))]
    if not what:
        return "没有登记本科以上学历，也没有优秀教师、骨干教师的荣誉"
    named = "、".join(what)
    if verdict is None:
        return f"{named}，调往经济发达地区；任期没有登记，待核实"
    return f"{named}，在任期内调往经济发达地区" if verdict else f"{named}，不在任期内"
