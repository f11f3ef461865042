"""What pages say of yearly summaries."""

from datetime import date

from services.contracts.codes import SummaryStatus
from services.contracts.summaries import SummaryDetail, SummaryDue, SummaryRow, SummaryTally
from services.web.inputs import Input
from services.web.wording import day, percent, school_year, span

FIELDS = {"text": "总结正文", "workload": "工作量"}
CONTENT = [
    Input(
        "text",
        "总结正文",
        "area",
        "这一学年做了什么、怎么做的、还有哪些不足。交之前必填。不写学生姓名。",
        optional=True,
        maxlength=8000,
    ),
    Input("workload", "工作量", hint="交之前必填，比如：三年级语文，每周14节，听课62节", optional=True),
    Input("achievements", "成绩", "area", "获奖、带徒弟、帮学校做成的事。", optional=True, maxlength=2000),
]
"""A draft may be left half written; what is missing is said when it is handed in."""


def name(row: SummaryRow | SummaryDue) -> str:
    """Return the teacher's name."""
    return row.name or "没有姓名"


def title(row: SummaryRow) -> str:
    """Return 陈思远2026-2027学年支教总结."""
    return f"{name(row)}{school_year(row.school_year)}学年支教总结"


def facts(row: SummaryDetail) -> list[tuple[str, str]]:
    """Return who served where and when (F-20)."""
    return [
        ("姓名", name(row)),
        ("派出学校", row.sending_school.name),
        ("接收学校", row.receiving_school.name),
        ("方式", row.mode.label),
        ("起止", span(row.first_on, row.last_on)),
        ("工作量", row.workload or "还没有写"),
    ]


def way(row: SummaryDetail) -> list[tuple[str, str]]:
    """Return the days on its way."""

    def told(on: date | None, by: str | None) -> str:
        when = day(on) if on else ""
        return f"{when}，{by}" if when and by else when or "还没有"

    return [
        ("交给接收学校", told(row.submitted_on, row.submitted_by)),
        ("评议", told(row.reviewed_on, row.reviewed_by)),
        ("转送派出学校和县区", told(row.forwarded_on, None)),
        ("入档", told(row.filed_on, row.filed_by)),
    ]


def values(row: SummaryDetail) -> dict[str, object]:
    """Return what the inputs start from."""
    return {each.name: getattr(row, each.name) or "" for each in CONTENT}


def missing(row: SummaryDetail) -> str:
    """Return 还没有写工作量, empty when it can be handed in."""
    return f"还没有写{'、'.join(FIELDS[each] for each in row.missing)}" if row.missing else ""


def waits(row: SummaryDue) -> str:
    """Return what stands in the way, for a line of the list."""
    if row.status is None or row.status is SummaryStatus.draft:
        return f"{day(row.due_on)}前交"
    said = {
        SummaryStatus.returned: "等教师改好再交",
        SummaryStatus.submitted_to_recipient: f"等{row.receiving_school.name}评议",
        SummaryStatus.reviewed: f"等{row.receiving_school.name}转送",
        SummaryStatus.forwarded: f"等{row.sending_school.name}入档",
    }
    return said.get(row.status, f"等次{row.grade.label}" if row.grade else "")


def figures(tally: SummaryTally) -> list[tuple[str, str, str, str]]:
    """Return the rates of S-17, each with what it is counted from."""
    if not tally.due:
        return []
    pairs = (
        ("提交率", tally.submitted),
        ("评议率", tally.reviewed),
        ("转送率", tally.forwarded),
        ("入档率", tally.filed),
    )
    return [(label, percent(done / tally.due), "", f"{done}份÷应交{tally.due}份") for label, done in pairs]
