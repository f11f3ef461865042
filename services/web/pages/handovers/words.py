"""What pages say of the end of an assignment."""

from datetime import date

from services.contracts.codes import FeedbackStatus, HandoverStatus
from services.contracts.handovers import HandoverDetail, HandoverRow
from services.web.wording import day, span


def name(row: HandoverRow) -> str:
    """Return the teacher's name."""
    return row.name or "没有姓名"


def title(row: HandoverRow) -> str:
    """Return 陈思远交流结束的交接与反馈."""
    return f"{name(row)}交流结束的交接与反馈"


def facts(row: HandoverRow) -> list[tuple[str, str]]:
    """Return who served where and when."""
    return [
        ("姓名", name(row)),
        ("方式", row.mode.label),
        ("派出学校", row.sending_school.name),
        ("接收学校", row.receiving_school.name),
        ("起止", span(row.start_on, row.end_on)),
        ("交流任务", row.assignment_status.label),
    ]


def items(row: HandoverRow) -> str:
    """Return 教学进度和教案、材料和档案."""
    return "、".join(each.label for each in row.items)


def handed_over(row: HandoverDetail) -> list[tuple[str, str]]:
    """Return what was handed over, when and by whom."""
    return [
        ("交接日期", _told(row.handed_over_on, row.handed_over_by)),
        ("交接了什么", items(row)),
        ("鉴定等次", row.grade.label if row.grade else "没有"),
    ]


def feedback(row: HandoverDetail) -> list[tuple[str, str]]:
    """Return the days on its way."""
    return [
        ("交给原校", _told(row.feedback_filed_on, row.feedback_filed_by)),
        ("原校查看", _told(row.feedback_read_on, row.feedback_read_by)),
        ("向全校教师传达", day(row.shared_on) if row.shared_on else "还没有登记"),
    ]


def _told(on: date | None, by: str | None) -> str:
    when = day(on) if on else ""
    return f"{when}，{by}" if when and by else when or "还没有"


def steps_done(row: HandoverRow) -> list[dict[str, str]]:
    """Return W-40 as ticked rows: 交接和鉴定, 反馈, 查看, 传达."""
    told = (
        ("接收学校交接和鉴定", row.handed_over_on),
        ("教师向原校反馈", row.feedback_filed_on),
        ("原校查看反馈", row.feedback_read_on),
        ("在原校向教师传达", row.shared_on),
    )
    return [{"result": "yes" if on else "unknown", "what": what, "sub": day(on) if on else ""} for what, on in told]


def now(row: HandoverRow) -> str:
    """Return what stands next, for a line of the list."""
    if not row.ready:
        return f"{day(row.opens_on)}起办" if row.status is HandoverStatus.open else ""
    if row.status is HandoverStatus.open:
        return f"等{row.receiving_school.name}交接和鉴定"
    if row.feedback_status is FeedbackStatus.open:
        return f"等{name(row)}反馈"
    if row.feedback_status is FeedbackStatus.filed:
        return f"等{row.sending_school.name}查看反馈"
    return f"等次{row.grade.label}" if row.grade else ""
