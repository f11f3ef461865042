"""Codes of the plans of a pairing (W-21.1, F-24)."""

from services.contracts.code import Code


class PlanSpan(Code):
    """What a plan is for: a term of a school year, or all of it."""

    autumn = "autumn", "秋季学期"
    spring = "spring", "春季学期"
    year = "year", "全学年"


class TermPlanStatus(Code):
    """One side drafts and sends, the other agrees; an agreed plan is replaced by the revision that is agreed next."""

    draft = "draft", "起草中"
    proposed = "proposed", "待对方同意"
    returned = "returned", "对方退回"
    agreed = "agreed", "已商定"
    replaced = "replaced", "已被新一版代替"
    void = "void", "已作废"
