"""Codes of mentors offered and needs listed (W-22.1, W-22.2)."""

from services.contracts.code import Code


class ListingKind(Code):
    """Who lists: the supporting school offers a mentor, the recipient school needs some."""

    offer = "offer", "可带的师傅"
    need = "need", "需要师傅"


class ListingStatus(Code):
    """W-22.1 and W-22.2 list; what becomes of it. How much of it is taken is counted, never stored."""

    listed = "listed", "已列出"
    withdrawn = "withdrawn", "已撤回"
    closed = "closed", "已结束"


class MentorPurpose(Code):
    """What a mentor is needed for."""

    classroom = "classroom", "课堂教学"
    new_teacher = "new_teacher", "新教师入门"
    class_management = "class_management", "班主任工作"
    research = "research", "教研和课题"
    other = "other", "其他"
