"""Codes of what happens between the sides of an assignment (SM-4, E-23.5)."""

from services.contracts.code import Code


class DisagreementStatus(Code):
    """How far a disagreement about a plan has come."""

    open = "open", "待处理"
    kept = "kept", "按原安排"
    changed = "changed", "已改安排"
    withdrawn = "withdrawn", "已撤回"
    void = "void", "任务已取消"


class AssignmentParty(Code):
    """Who speaks about a plan. The office is the one that decides between the two counties."""

    sending_school = "sending_school", "派出学校"
    receiving_school = "receiving_school", "接收学校"
    home_county = "home_county", "派出县区"
    receiving_county = "receiving_county", "接收县区"
    office = "office", "主管机构"


class SwapOf(Code):
    """What two assignments exchange: everything but the persons, or the receiving schools alone."""

    tasks = "tasks", "两个人互换任务（学校、期限、岗位都换）"
    schools = "schools", "只换接收学校（期限、岗位不换）"


class VacancyState(Code):
    """Whether somebody covers the post that an assignment vacates (E-23.5)."""

    covered = "covered", "有人顶"
    uncovered = "uncovered", "还没人顶"
