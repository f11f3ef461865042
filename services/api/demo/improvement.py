"""Improvement plans of the demo: one under way with a late step, one that waits for its county."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.api.demo.base import Cast
from services.api.features.improvement_plans.models import ImprovementMilestone, ImprovementPlan
from services.api.features.pairings.models import Pairing
from services.contracts.codes import GuidanceKind, ImprovementSide, ImprovementStatus

_SCHOOL, _HELPER, _OFFICE = ImprovementSide.school, ImprovementSide.supporting, ImprovementSide.office
_G = GuidanceKind
GOALS = "两年内教学质量达到县平均水平，每学科有一名能独当一面的教师，图书和实验器材达标。"
MEASURES = "支援学校每学年上两次以上示范课，结对教师每月互相听评课；学校补齐图书和器材；教育局优先安排培训名额。"
STEPS: tuple[tuple[str, tuple[int, int], ImprovementSide, str, GuidanceKind | None], ...] = (
    ("支援学校帮助定好学年教学计划", (9, 20), _HELPER, "教导处", _G.planning),
    ("第一次示范课，语文、数学各一节", (10, 31), _HELPER, "教导处", _G.lessons),
    ("补齐班级图书角", (11, 15), _SCHOOL, "总务处", None),
    ("安排三名教师参加县里的业务培训", (12, 31), _OFFICE, "人事股", _G.training),
    ("第二次示范课和课题指导", (4, 30), _HELPER, "教导处", _G.lessons),
    ("期末自查，写学年总结", (6, 30), _SCHOOL, "校长", None),
)
"""What, month and day of the school year, by which side, who answers for it, kind of guidance."""
PLANS = {"fenggeling": ImprovementStatus.running, "panxi": ImprovementStatus.submitted}
DONE = 2
FIRST_MONTH = 9


def improvement_plans(
    cast: Cast, pairings: Mapping[tuple[str, str], Pairing], today: date
) -> tuple[list[ImprovementPlan], list[ImprovementMilestone]]:
    """The plans of the first pairings of some schools, and their schedules; nothing is done after today."""
    plans: list[ImprovementPlan] = []
    steps: list[ImprovementMilestone] = []
    for (_, recipient), pairing in pairings.items():
        if recipient in PLANS and all(plan.school_id != cast.schools[recipient].id for plan in plans):
            plans.append(_plan(cast, recipient, pairing))
            steps += _steps(plans[-1], today)
    return plans, steps


def _plan(cast: Cast, recipient: str, pairing: Pairing) -> ImprovementPlan:
    crosses = pairing.supporting_county_code != pairing.recipient_county_code
    return ImprovementPlan(
        school_id=cast.schools[recipient].id, county_code=pairing.recipient_county_code,
        other_county_code=pairing.supporting_county_code if crosses else None, school_year=pairing.start_on.year,
        pairing_id=pairing.id, responsible=f"校长{cast.people[recipient][0][1].name}", goals=GOALS, measures=MEASURES,
        status=PLANS[recipient], submitted_on=pairing.start_on,
    )  # fmt: skip


def _steps(plan: ImprovementPlan, today: date) -> Sequence[ImprovementMilestone]:
    most = DONE if plan.status is ImprovementStatus.running else 0
    made = []
    for number, (what, (month, day), side, responsible, guidance) in enumerate(STEPS):
        due_on = date(plan.school_year + (month < FIRST_MONTH), month, day)
        is_done = number < most and due_on <= today
        made.append(
            ImprovementMilestone(
                plan_id=plan.id, county_code=plan.county_code, other_county_code=plan.other_county_code, what=what,
                due_on=due_on, side=side, responsible=responsible, guidance=guidance,
                done_on=due_on if is_done else None, note="已按计划完成。" if is_done else "",
            )
        )  # fmt: skip
    return made
