"""What pages say of goals."""

from services.contracts.assigned import Assigned
from services.contracts.codes import GoalStatus, RuleEffect
from services.contracts.goals import AssignmentGoals, GoalDetail, GoalRow
from services.web.wording import day, school_year

GONE = (GoalStatus.replaced, GoalStatus.void)
LATER = "现在确认到岗也行，到岗以后再加目标，要写明原因。"
SIDES = {"sending": "派出学校", "receiving": "接收学校或教师"}


def title(row: Assigned) -> str:
    """Return 陈思远到云坪镇中心小学支教."""
    return f"{row.name or '没有姓名'}到{row.receiving_school.name}{row.mode.label}"


def shown(goals: AssignmentGoals) -> list[GoalDetail]:
    """Return the goals that hold or wait, key tasks first."""
    return sorted((each for each in goals.goals if each.status not in GONE), key=lambda each: not each.is_key_task)


def gone(goals: AssignmentGoals) -> list[GoalDetail]:
    """Return the goals that were replaced or taken back."""
    return [each for each in goals.goals if each.status in GONE]


def number(goal: GoalRow) -> str:
    """Return 2人, and after judging 完成1人，目标2人."""
    if goal.target is None:
        return ""
    wanted = f"目标{goal.target}{goal.unit or ''}"
    return wanted if goal.achieved is None else f"完成{goal.achieved}{goal.unit or ''}，{wanted}"


def lines(goal: GoalDetail) -> list[str]:
    """Return how it is measured, by when, and who has agreed."""
    weight = f"权重{goal.weight}%" if goal.weight else ""
    facts = "，".join(part for part in (number(goal), weight, f"{day(goal.due_on)}前") if part)
    why = f"{'改定' if goal.replaces_id else '加定'}原因：{goal.reason}" if goal.reason else ""
    return [facts, f"怎么衡量：{goal.measure}" if goal.measure else "", standing(goal), why]


def standing(goal: GoalDetail) -> str:
    """Return who has agreed and who has not, or when it was agreed and judged."""
    if goal.status is GoalStatus.proposed:
        missing = [SIDES[each.side] for each in goal.sides if each.agreed_at is None]
        return f"等{'、'.join(missing)}同意"
    if goal.judged_on is not None:
        return f"{day(goal.judged_on)}评定"
    return f"{day(goal.agreed_on)}双方商定" if goal.agreed_on else (goal.closed_reason or "")


def progress(goal: GoalDetail) -> list[str]:
    """Return how it came along, the latest first: 进展：12月3日正常推进，已带一名徒弟（李明，教师本人）."""
    return [
        f"进展：{day(each.noted_on)}{each.standing.label}{f'，{each.words}' if each.words else ''}"
        f"（{'，'.join(part for part in (each.noted_by, each.speaker.label) if part)}）"
        for each in goal.progress
    ]


def said_so_far(goal: GoalDetail) -> list[str]:
    """Return what was said in between, for whoever judges: 期满前登记的进展：12月3日，正常推进."""
    told = [f"{day(each.noted_on)}{each.standing.label}" for each in goal.progress]
    return [f"登记过的进展：{'、'.join(told)}。"] if told else []


def warning(goals: AssignmentGoals, step: str) -> str:
    """Return what is said before somebody arrives or an assignment runs out, empty when all is well."""
    check = next((each for each in goals.checks if each.step == step), None)
    if check is None or check.effect is RuleEffect.off or not check.lacking:
        return ""
    if step == "arrive":
        first = "还没有双方商定的交流目标，先到“目标与计划”里商定"
        return f"{first}，才能确认到岗。" if check.effect is RuleEffect.refuse else f"{first}。{LATER}"
    return f"还有{check.lacking}项目标没有评。先在“目标与计划”里评，再办期满。"


def unmet_reason(goals: AssignmentGoals) -> str:
    """Return why to extend: 还有2项目标没有达到：带教青年教师、公开课. Empty when all were met."""
    names = [each.description or "" for each in goals.goals if each.status is GoalStatus.unmet]
    return f"还有{len(names)}项目标没有达到：{'、'.join(names)}" if names else ""


def plan_title(year: int) -> str:
    """Return 2026-2027学年个人交流工作计划."""
    return f"{school_year(year)}学年个人交流工作计划"
