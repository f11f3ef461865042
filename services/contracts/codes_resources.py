"""Codes of what schools of a pairing share (E-38)."""

from services.contracts.code import Code


class ResourceKind(Code):
    """E-38.1, and the papers of F-32."""

    work_plan = "work_plan", "工作计划"
    work_summary = "work_summary", "工作总结"
    activity_plan = "activity_plan", "专题活动方案"
    test_paper = "test_paper", "评估试卷"
    it_resource = "it_resource", "信息技术资源"
    lesson_plan = "lesson_plan", "示范课教案"
    lecture_material = "lecture_material", "讲座资料"
    other = "other", "其他"
