"""Plans and their dates in words."""

from services.contracts.codes import PairSide, PlannedStatus, PlanRepeat
from services.contracts.joint_work import ActivityPlanOut, PlannedOut
from services.web.wording import day, day_of_week, span

WEEKDAYS = [(str(number), f"星期{name}") for number, name in enumerate("一二三四五六日", start=1)]
NTHS = [("1", "第一个"), ("2", "第二个"), ("3", "第三个"), ("4", "第四个"), ("5", "最后一个")]


def title(row: PlannedOut | ActivityPlanOut) -> str:
    """Return 集体备课：大单元设计; the type is not said twice."""
    topic = row.topic or ""
    if not topic or topic.startswith(row.type.label):
        return topic or row.type.label
    return f"{row.type.label}：{topic}"


def host(row: PlannedOut) -> str:
    """Return the name of the school that hosts it."""
    return (row.supporting_school if row.host is PairSide.supporting else row.recipient_school).name


def when(row: PlannedOut) -> str:
    """Return 12月10日 星期四, and the first day when it was moved."""
    moved = f"（原定{day(row.first_on)}）" if row.first_on != row.planned_on else ""
    return f"{day(row.planned_on)} {day_of_week(row.planned_on)}{moved}"


def sub(row: PlannedOut) -> str:
    """Return when, who hosts, and why it is off."""
    off = f"，取消原因：{row.cancel_reason}" if row.status is PlannedStatus.cancelled and row.cancel_reason else ""
    return f"{when(row)}，{host(row)}主办{off}"


def schools(row: PlannedOut) -> str:
    """Return 县实验小学 → 白果镇小学."""
    return f"{row.supporting_school.name} → {row.recipient_school.name}"


def rule(plan: ActivityPlanOut) -> str:
    """Return 每周星期四, 每月15号, 每月第二个星期五, 只一次."""
    weekday = dict(WEEKDAYS).get(str(plan.weekday), "")
    said = {
        PlanRepeat.once: "只一次",
        PlanRepeat.weekly: f"每周{weekday}",
        PlanRepeat.monthly_day: f"每月{plan.day}号",
        PlanRepeat.monthly_weekday: f"每月{dict(NTHS).get(str(plan.nth), '')}{weekday}",
    }
    return f"{said[plan.repeat]}，{span(plan.start_on, plan.end_on)}"
