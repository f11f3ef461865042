"""Activities and joint work as downloaded tables."""

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.activities import ActivityOut


def _host(row: ActivityOut) -> str:
    sides = (row.supporting_school, row.recipient_school)
    return next((school.name for school in sides if school.id == row.host_school_id), "")


def _joined(row: ActivityOut) -> str:
    return "、".join(each.school.name for each in row.joined if each.absent_on is None)


BOTH = (
    "支援学校代码 supporting_school.code", "支援学校 supporting_school.name", "受援学校代码 recipient_school.code",
    "受援学校 recipient_school.name",
)  # fmt: skip
ACTIVITIES = Sheet("activities", "活动", (
    *columns("日期 held_on", "类型 type", "主题 topic", *BOTH),
    Column("主办学校", _host),
    Column("一起开会的学校", _joined),
    *columns(
        "支援学校人数 supporting_count", "受援学校人数 recipient_count", "人次 person_times", "主讲人 speaker",
        "学科 subject", "年级 grade", "节数 lessons", "地点 place", "网址 online_link", "费用（元） cost",
        "谁承担 payer", "议题 agenda", "效果 outcome", "已作废 voided", "结对编号 pairing_id", "系统编号 id",
    ),
))  # fmt: skip
DECISIONS = Sheet("meeting_decisions", "会议定的事", columns(
    "开会日期 met_on", *BOTH, "定的事 text", "谁负责 responsible", "负责人 person", "完成期限 due_on", "状态 status",
    "已过期限 overdue", "落实日期 done_on", "落实情况 note", "活动编号 activity_id", "系统编号 id",
))  # fmt: skip
BASE_SCHOOLS = Sheet("base_schools", "基地学校", columns(
    "学年 school_year", "学期 term", "基地学校代码 school.code", "基地学校 school.name", "对方学校代码 partner.code",
    "对方学校 partner.name", "结对编号 pairing_id",
))  # fmt: skip
PLANNED = Sheet("planned_activities", "活动计划", columns(
    "日期 planned_on", "状态 status", "类型 type", "主题 topic", *BOTH, "哪一方主办 host", "原定日期 first_on",
    "取消原因 cancel_reason", "活动编号 activity_id", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
