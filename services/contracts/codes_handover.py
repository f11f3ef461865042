"""Codes of how an assignment is handed over at its end (W-40)."""

from services.contracts.code import Code


class HandoverStatus(Code):
    """W-40.2: the receiving school hands over and gives its appraisal."""

    open = "open", "待交接"
    handed_over = "handed_over", "已交接"


class FeedbackStatus(Code):
    """W-40.3: what was learnt goes to the home school, which reads it."""

    open = "open", "待反馈"
    filed = "filed", "待原校查看"
    read = "read", "原校已看"


class HandoverItem(Code):
    """What is handed over; no source lists it."""

    lessons = "lessons", "教学进度和教案"
    classes = "classes", "班级工作"
    duties = "duties", "担任的职务"
    apprentices = "apprentices", "带的徒弟和教研任务"
    papers = "papers", "材料和档案"
    equipment = "equipment", "教具和设备"
    other = "other", "其他"
