"""Codes of what an assignment is to reach: goals, the personal plan and the yearly summary (SM-8, N-21)."""

from services.contracts.code import Code


class GoalStatus(Code):
    """E-24: a goal is proposed, agreed by both sides, and judged at the end."""

    proposed = "proposed", "待商定"
    agreed = "agreed", "已商定"
    met = "met", "已达到"
    unmet = "unmet", "没有达到"
    replaced = "replaced", "已改定"
    void = "void", "已取消"


class GoalStanding(Code):
    """How a goal comes along in between; what was reached is judged at the end."""

    on_track = "on_track", "正常推进"
    behind = "behind", "落后"
    met = "met", "已做到"


class GoalSpeaker(Code):
    """Who says how a goal comes along."""

    sending = "sending", "派出学校"
    receiving = "receiving", "接收学校"
    teacher = "teacher", "教师本人"
    office = "office", "教育局"


class PersonalPlanStatus(Code):
    """F-48: written by the teacher, agreed to by the receiving school."""

    draft = "draft", "填写中"
    submitted = "submitted", "待学校同意"
    returned = "returned", "已退回"
    accepted = "accepted", "已同意"


class SummaryStatus(Code):
    """SM-8, and returned to be put right."""

    draft = "draft", "填写中"
    submitted_to_recipient = "submitted_to_recipient", "待评议"
    returned = "returned", "已退回"
    reviewed = "reviewed", "已评议"
    forwarded = "forwarded", "已转送"
    filed = "filed", "已入档"


class AppraisalGrade(Code):
    """N-21."""

    excellent = "excellent", "优秀"
    qualified = "qualified", "合格"
    basic = "basic", "基本合格"
    unqualified = "unqualified", "不合格"
