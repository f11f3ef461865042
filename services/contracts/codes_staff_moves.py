"""Codes of people who move to another school for good, and of schools over or under their establishment (W-17)."""

from services.contracts.code import Code


class StaffMoveKind(Code):
    """ND-22, ND-23, ND-25: inside county and establishment, out of a surplus, to another county."""

    within_quota = "within_quota", "编制内流动"
    surplus = "surplus", "超编分流"
    cross_county = "cross_county", "跨区流动"


class StaffMoveReason(Code):
    """Why somebody moves; no source lists it. Health and family are no reason that is written down."""

    subject_need = "subject_need", "学科需要"
    quota_balance = "quota_balance", "编制余缺调剂"
    competition = "competition", "竞争上岗"
    weak_school = "weak_school", "充实薄弱学校"
    own_request = "own_request", "本人申请"
    other = "other", "其他"


class StaffMoveStatus(Code):
    """W-17.1 to W-17.3 and W-17.6: decided by the school and filed, or proposed and approved; moved on its day."""

    decided = "decided", "已决定，待备案"
    filed = "filed", "已备案"
    returned = "returned", "备案退回"
    proposed = "proposed", "待批准"
    approved = "approved", "已批准"
    rejected = "rejected", "未批准"
    moved = "moved", "已调入新校"
    withdrawn = "withdrawn", "已撤回"
    void = "void", "已作废"


class SurplusMethod(Code):
    """ND-24: how a school over its establishment resolves the surplus without a move to another school."""

    new_post = "new_post", "转岗"
    training = "training", "培训"
    leaving = "leaving", "调出"


class HeadcountState(Code):
    """G-155: people in the establishment against the approved posts; unknown while no number is set."""

    over = "over", "超编"
    under = "under", "缺编"
    even = "even", "正好"
    unknown = "unknown", "未登记"
