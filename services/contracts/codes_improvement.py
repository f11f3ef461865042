"""Codes of plans that lift a weak school (W-28, F-47)."""

from services.contracts.code import Code


class ImprovementStatus(Code):
    """Drafted by the school or its county, taken by the county, carried out, closed with a result."""

    draft = "draft", "起草中"
    submitted = "submitted", "已报送"
    returned = "returned", "已退回"
    accepted = "accepted", "已受理"
    running = "running", "实施中"
    closed = "closed", "已考核"
    void = "void", "已作废"


class ImprovementSide(Code):
    """Who carries out a milestone."""

    school = "school", "本校"
    supporting = "supporting", "支援学校"
    office = "office", "教育局"


class GuidanceKind(Code):
    """The six kinds of guidance that the supporting school gives (S3-1 L15-20, CS-08)."""

    planning = "planning", "帮助制定计划"
    lessons = "lessons", "示范课和科研指导"
    curriculum = "curriculum", "课程改革指导"
    training = "training", "教师培养培训"
    information = "information", "信息交流"
    resources = "resources", "资源共享"


class ImprovementResult(Code):
    """W-28.4: what the county finds at the end; it counts for both schools."""

    achieved = "achieved", "达到目标"
    partly = "partly", "部分达到"
    not_achieved = "not_achieved", "没有达到"


class MilestoneState(Code):
    """Derived on the day that is asked, never stored."""

    planned = "planned", "没到期"
    overdue = "overdue", "逾期"
    done = "done", "已完成"
