"""Code lists of the monthly report (SM-6, F-15)."""

from services.contracts.code import Code


class ReportStatus(Code):
    """SM-6. Overdue, late and added_late are flags, not states."""

    due = "due", "待填报"
    draft = "draft", "填写中"
    submitted = "submitted", "已报送"
    returned = "returned", "已退回"
    accepted = "accepted", "已受理"
    published = "published", "已公布"


class PersonState(Code):
    """What a monthly report says of one person."""

    at_post = "at_post", "在岗"
    on_leave = "on_leave", "请假"
    left = "left", "离岗"
    problem = "problem", "有问题"


class LeaveCategory(Code):
    """Only the category is recorded, never the reason (A-40)."""

    official = "official", "公假（培训、会议）"
    personal = "personal", "事假"
    statutory = "statutory", "病产婚丧等假"


class LeftCategory(Code):
    """Why a person is not at the post any more, as a category."""

    recalled = "recalled", "派出学校召回"
    transferred = "transferred", "调动"
    long_leave = "long_leave", "长假"
    other = "other", "其他"


class ReportSection(Code):
    """The four parts of the monthly report (F-15)."""

    people = "people", "人员"
    activities = "activities", "结对活动"
    goals = "goals", "目标进度"
    texts = "texts", "问题和下月打算"
