"""What may happen to a goal and to a personal plan (W-16, F-48), and what is said of them. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.periods import Period, school_year_of, school_year_period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import AssignmentStatus, GoalStanding, GoalStatus, PersonalPlanStatus

S = GoalStatus
P = PersonalPlanStatus
SENDING, RECEIVING = "sending", "receiving"
SIDES = (SENDING, RECEIVING)
SIDE_WORDS = {SENDING: "派出学校", RECEIVING: "接收学校或教师"}
OPEN = frozenset({AssignmentStatus.planned, AssignmentStatus.confirmed, AssignmentStatus.active})
PLANNING = frozenset({AssignmentStatus.confirmed, AssignmentStatus.active})
NEVER = frozenset({AssignmentStatus.refused, AssignmentStatus.void})
LIVE = frozenset({S.agreed, S.met, S.unmet})
"""Goals that hold: agreed, and judged or not."""
SPEAKERS = "派出学校、接收学校、教师本人或区县协调人"
JUDGES = "接收学校，或区县协调人"
WRITERS = "教师本人，或派出学校代写"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a goal. `sides`: for whom it speaks; `open`: the assignment is not over.

    `agreed`: both sides have agreed; `decides`: the deciding office; `judges`: says what was reached.
    """

    sides: frozenset[str]
    open: bool
    agreed: bool
    decides: bool
    judges: bool

    @property
    def proposes(self) -> bool:
        """May propose, change and agree."""
        return bool(self.sides)

    @property
    def withdraws(self) -> bool:
        """A proposal by either side, what was agreed by the deciding office alone."""
        return self.decides or (bool(self.sides) and not self.agreed)


GOALS: TransitionTable[GoalStatus, Facts] = TransitionTable(
    "assignment_goal",
    [
        Transition("edit", "修改", frozenset({S.proposed}), None, SPEAKERS, lambda f: f.proposes),
        Transition("agree", "同意", frozenset({S.proposed}), None, SPEAKERS, lambda f: f.proposes,
                   {S.proposed: (S.agreed,)}),
        Transition("revise", "提出改动", frozenset({S.agreed}), None, SPEAKERS, lambda f: f.proposes,
                   {S.agreed: (S.replaced,)}),
        Transition("progress", "登记进展", frozenset({S.agreed}), None, SPEAKERS, lambda f: f.proposes),
        Transition("judge", "评定", LIVE, None, JUDGES, lambda f: f.judges,
                   dict.fromkeys(LIVE, (S.met, S.unmet))),
        Transition("void", "取消", frozenset({S.proposed, S.agreed}), S.void,
                   "提出的一方；商定以后由主管的协调人", lambda f: f.withdraws),
    ],
)  # fmt: skip
"""Agreeing stays in 待商定 until both sides have; judging says met or unmet; a revised one stands until replaced."""


def allowed(status: GoalStatus, facts: Facts, agreed: Collection[str], *, begun: bool, changing: bool) -> list[str]:
    """The caller's actions: agreeing while a side of its own is missing; once it has begun progress and judging.

    What is agreed is not changed twice at a time, nor after the assignment is over.
    """
    hidden = set() if facts.sides - set(agreed) else {"agree"}
    hidden |= set() if begun else {"judge", "progress"}
    hidden |= {"revise"} if changing or not facts.open else set()
    hidden |= set() if facts.open else {"edit", "agree", "progress"}
    return [action for action in GOALS.allowed(status, facts) if action not in hidden]


def is_met(target: int | None, achieved: int | None, *, said: bool | None) -> bool | None:
    """Whether a goal was reached: by its number, without one as it was said; None when that is missing."""
    if target is None:
        return said
    return None if achieved is None else achieved >= target


def has_begun(start_on: date, arrived_on: date | None, today: date) -> bool:
    """Whether the assignment has begun: somebody has arrived, or the first day has come."""
    return arrived_on is not None or start_on <= today


def unjudged(statuses: Iterable[GoalStatus]) -> int:
    """Goals that were agreed and not judged yet."""
    return sum(status is S.agreed for status in statuses)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the caller is to a plan: one of its writers, one who accepts it for the receiving school."""

    writes: bool
    accepts: bool


PLANS: TransitionTable[PersonalPlanStatus, PlanFacts] = TransitionTable(
    "personal_plan",
    [
        Transition("edit", "修改", frozenset({P.draft, P.returned}), None, WRITERS, lambda f: f.writes),
        Transition("submit", "交给学校", frozenset({P.draft, P.returned}), P.submitted, WRITERS, lambda f: f.writes),
        Transition("return", "退回", frozenset({P.submitted, P.accepted}), P.returned, JUDGES, lambda f: f.accepts),
        Transition("accept", "同意", frozenset({P.submitted}), P.accepted, JUDGES, lambda f: f.accepts),
    ],
)  # fmt: skip
NEEDED = {"goals": "工作目标", "measures": "主要措施", "teaching_task": "任教任务"}
"""What a plan must hold to be handed in (F-48)."""


def present_year(period: Period, today: date) -> int:
    """The school year that a plan or summary is for when none is named: today's, inside the assignment's."""
    first, last = school_year_of(period.start_on), school_year_of(period.end_on or period.start_on)
    return min(max(school_year_of(today), first), last)


def in_year(period: Period, year: int) -> bool:
    """Whether the assignment has a day in the school year."""
    return period.overlaps(school_year_period(year))


_STANDINGS = {each.value: each.label for each in GoalStanding}
_TEXTS = {
    "propose": "提出了目标",
    "edit": "改了目标，等另一方同意",
    "revise": "提出改动目标",
    "replace": "目标已改定",
    "judge": "评了目标",
    "ask_again": "安排改了，目标要双方重新同意",
    "void": "取消了目标",
}
_PLAN_TEXTS = {
    "create": "开始写计划",
    "edit": "改了计划",
    "submit": "交给了学校",
    "return": "退回了计划",
    "ask_again": "安排改了，计划要改好再交",
    "accept": "学校同意了计划",
}


def goal_text(action: str, became: Mapping[str, Any]) -> str:
    """What a person reads of one event of a goal."""
    if action == "agree":
        return "双方商定了目标" if became.get("agreed_on") else "同意了目标，等另一方"
    if action == "judge" and became.get("status"):
        return "目标已达到" if became["status"] == S.met.value else "目标没有达到"
    if action == "progress":
        standing = became.get("standing")
        return f"登记了进展：{_STANDINGS[standing]}" if standing else "登记了进展"
    return _TEXTS.get(action, "有变动")


def plan_text(action: str) -> str:
    """What a person reads of one event of a plan."""
    return _PLAN_TEXTS.get(action, "有变动")
