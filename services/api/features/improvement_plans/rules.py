"""What may happen to an improvement plan and its milestones (W-28). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.periods import school_year_period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ImprovementResult, ImprovementSide, ImprovementStatus, MilestoneState

S = ImprovementStatus
WRITERS = "本校的报送员或学校领导，或主管的区县协调人"
OFFICE = "主管的区县协调人（市管学校由市督导）"
DOERS = "本校、支援学校（自己那几步）或主管的区县协调人"
UNDER_WAY = frozenset({S.accepted, S.running})
OPEN = UNDER_WAY | {S.draft, S.submitted, S.returned}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a plan: acts for the school, for the supporting school or its county, is the office."""

    school: bool
    supporting: bool
    office: bool

    @property
    def writes(self) -> bool:
        """May draft and send."""
        return self.school or self.office

    @property
    def does(self) -> bool:
        """May say that at least one of the milestones is done."""
        return self.writes or self.supporting

    def does_of(self, side: ImprovementSide) -> bool:
        """May say so of a milestone of this side."""
        return self.writes or (self.supporting and side is ImprovementSide.supporting)


TABLE: TransitionTable[ImprovementStatus, Facts] = TransitionTable(
    "improvement_plan",
    [
        Transition("edit", "修改", frozenset({S.draft, S.returned}), None, WRITERS, lambda f: f.writes),
        Transition("submit", "报送", frozenset({S.draft, S.returned}), S.submitted, WRITERS, lambda f: f.writes),
        Transition("accept", "受理", frozenset({S.submitted}), S.accepted, OFFICE, lambda f: f.office),
        Transition("return", "退回", UNDER_WAY | {S.submitted}, S.returned, OFFICE, lambda f: f.office),
        Transition("progress", "登记进度", UNDER_WAY, S.running, DOERS, lambda f: f.does),
        Transition("close", "考核", UNDER_WAY, S.closed, OFFICE, lambda f: f.office),
        Transition("void", "作废", frozenset({S.draft, S.submitted, S.returned}), S.void, WRITERS,
                   lambda f: f.writes),
    ],
)  # fmt: skip
"""The first milestone that is done makes an accepted plan a running one."""


def milestone_state(done_on: date | None, due_on: date, today: date) -> MilestoneState:
    """Where a step stands on a day; its last day is still in time."""
    if done_on is not None:
        return MilestoneState.done
    return MilestoneState.overdue if due_on < today else MilestoneState.planned


def milestone_actions(
    status: ImprovementStatus, facts: Facts, side: ImprovementSide, done_on: date | None
) -> list[str]:
    """What the caller may do with a step now."""
    allowed = TABLE.allowed(status, facts)
    found = ["edit", "void"] if "edit" in allowed else []
    if "progress" in allowed and facts.does_of(side):
        found += ["done"] if done_on is None else ["done", "reopen"]
    return found


def missing_parts(goals: str, measures: str, milestones: int) -> dict[str, str]:
    """What a plan still needs before it can be sent (CG-01) → what to do."""
    wanted = {
        "goals": (goals, "请写目标和任务"),
        "measures": (measures, "请写主要措施"),
        "milestones": ("x" * milestones, "请至少排一步工作进度"),
    }
    return {name: text for name, (found, text) in wanted.items() if not found.strip()}


def in_year(school_year: int, day: date) -> bool:
    """Whether a day lies in the school year of a plan."""
    return school_year_period(school_year).contains(day)


def first_milestone_of(rows: Sequence[Any]) -> date | None:
    """The earliest day of what is not done; None when everything is."""
    return min((row.due_on for row in rows if row.done_on is None), default=None)


_TEXTS = {
    "create": "开始起草规划",
    "edit": "改了规划",
    "submit": "报送了规划",
    "accept": "教育局受理了规划",
    "return": "教育局退回了规划",
    "progress": "开始实施",
    "void": "规划已作废",
    "succession": "随学校转走",
}
_STEPS = {"add": "加了一步", "edit": "改了一步", "done": "完成一步", "reopen": "改回没完成", "void": "去掉一步"}
BAD = frozenset({"return", "void", "reopen"})


def timeline_text(action: str, became: Mapping[str, Any], what: str | None = None) -> str:
    """What a person reads of one event: 完成一步：上示范课. `what` names the milestone, where the event is of one."""
    if what is not None:
        told = _STEPS.get(action, "有变动")
        return f"{told}：{what}" if what else told
    if action == "close":
        found = (each.label for each in ImprovementResult if each.value == became.get("result"))
        return f"教育局考核：{next(found, '')}"
    return _TEXTS.get(action, "有变动")
