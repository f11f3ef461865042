"""What pages say of improvement plans."""

from datetime import date

from services.contracts.codes import GuidanceKind, ImprovementStatus, MilestoneState
from services.contracts.improvement_plans import ImprovementPlanDetail, ImprovementPlanRow, MilestoneOut
from services.web.wording import day, school_year

UNDER_WAY = frozenset({ImprovementStatus.accepted, ImprovementStatus.running})


def title(plan: ImprovementPlanRow) -> str:
    """Return 云坪镇中心小学改造规划."""
    return f"{plan.school.name}改造规划"


def year(plan: ImprovementPlanRow) -> str:
    """Return 2026–2027学年."""
    return f"{school_year(plan.school_year)}学年"


def helps(plan: ImprovementPlanRow) -> str:
    """Return 县实验小学（结对帮扶), or that nobody does."""
    if plan.supporting_school is None:
        return "没有选支援学校"
    relation = f"（{plan.relation.label}）" if plan.relation else ""
    return f"{plan.supporting_school.name}{relation}"


def progress(plan: ImprovementPlanRow) -> str:
    """Return 5步，完成2步，逾期1步."""
    if not plan.milestone_count:
        return "还没有排"
    late = f"，逾期{plan.overdue_count}步" if plan.overdue_count and plan.status in UNDER_WAY else ""
    return f"{plan.milestone_count}步，完成{plan.done_count}步{late}"


def step_state(step: MilestoneOut) -> str:
    """Return 10月28日完成, 10月31日到期."""
    if step.done_on is not None:
        return f"{day(step.done_on)}完成"
    return f"{day(step.due_on)}{'已到期' if step.state is MilestoneState.overdue else '到期'}"


def who(step: MilestoneOut) -> str:
    """Return 支援学校·教导主任."""
    return "·".join(filter(None, (step.side.label, step.responsible)))


def guidance(plan: ImprovementPlanDetail) -> list[tuple[str, str]]:
    """Return each of the six kinds of guidance with how far it is: 排了2步，完成1步."""
    return [(kind.label, _of_kind(plan, kind)) for kind in GuidanceKind]


def _of_kind(plan: ImprovementPlanDetail, kind: GuidanceKind) -> str:
    steps = [each for each in plan.milestones if each.guidance is kind]
    if not steps:
        return "还没有安排"
    return f"排了{len(steps)}步，完成{sum(each.done_on is not None for each in steps)}步"


def lacks(plan: ImprovementPlanDetail) -> str:
    """Return what a draft still needs before it can be sent: 目标和任务、工作进度; empty when it is whole (CG-01)."""
    parts = {"目标和任务": plan.goals, "主要措施": plan.measures, "工作进度": plan.milestones}
    return "、".join(name for name, found in parts.items() if not found)


def next_day(plan: ImprovementPlanRow, today: date) -> str:
    """Return the day of the next step, and how late it is."""
    if plan.next_due_on is None:
        return ""
    late = (today - plan.next_due_on).days
    return f"逾期{late}天" if late > 0 else f"{day(plan.next_due_on)}前"
