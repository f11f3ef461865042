"""Codes of the review of a term's work: who writes a summary, what the school looks at, where it stands (W-26)."""

from services.contracts.code import Code


class TermReviewStatus(Code):
    """Summaries are collected, evidence is checked, contributors are found qualified, all is sent to the county."""

    collecting = "collecting", "收材料"
    checked = "checked", "已查验"
    decided = "decided", "已评定"
    submitted = "submitted", "已上报"
    accepted = "accepted", "已收阅"
    returned = "returned", "已退回"
    void = "void", "已作废"


class ContributionKind(Code):
    """F-33: whose written summary it is."""

    group = "group", "教研组"
    mentor = "mentor", "师傅"
    school = "school", "学校"


class ContributionState(Code):
    """Derived from the day it was handed in and the day it is due; never stored."""

    awaited = "awaited", "还没交"
    in_time = "in_time", "按时交"
    late = "late", "迟交"


class EvidenceKind(Code):
    """What the school looks at (HZ-12)."""

    lesson_notes = "lesson_notes", "听课笔记"
    lecture_papers = "lecture_papers", "讲座资料"
    lesson_plans = "lesson_plans", "示范课教案"
    critiques = "critiques", "评课反思"
