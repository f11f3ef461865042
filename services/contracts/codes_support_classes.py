"""Codes of support classes (W-25)."""

from services.contracts.code import Code


class SupportClassStatus(Code):
    """W-25: proposed by one school, joined by the other, decided by the county, staffed, run."""

    proposed = "proposed", "等另一校一起申请"
    applied = "applied", "已申请"
    returned = "returned", "已退回"
    approved = "approved", "已批准"
    staffed = "staffed", "已派任"
    running = "running", "开班中"
    ended = "ended", "已结束"
    void = "void", "已作废"


class ClassPost(Code):
    """Posts of a class; the first six are those that JH-26 names."""

    class_teacher = "class_teacher", "班主任"
    chinese = "chinese", "语文"
    maths = "maths", "数学"
    english = "english", "英语"
    physics = "physics", "物理"
    chemistry = "chemistry", "化学"
    biology = "biology", "生物"
    politics = "politics", "思想政治"
    history = "history", "历史"
    geography = "geography", "地理"
