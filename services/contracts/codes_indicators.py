"""Codes that numbers on pairings and what follows from them are grouped by."""

from services.contracts.code import Code, joined
from services.contracts.codes_pairing import FundType, GoodsType


class PairShape(Code):
    """Who else the two schools of a pairing were paired with at the same time (S-18, A-23)."""

    one_to_one = "one_to_one", "一对一"
    one_to_many = "one_to_many", "一所支援多所"
    many_to_one = "many_to_one", "多所支援一所"
    many_to_many = "many_to_many", "多对多"


class ActivityGroup(Code):
    """The kinds that S-21 names; which types of N-17 belong to each is told in its definition."""

    demo_lesson = "demo_lesson", "示范课"
    joint_meeting = "joint_meeting", "联席会议"
    send_teaching = "send_teaching", "送教"
    research = "research", "教研"
    experience = "experience", "经验交流会"
    training = "training", "业务培训"
    other = "other", "其他活动"


class SummaryState(Code):
    """How far a summary is that is due (S-17)."""

    missing = "missing", "还没交"
    submitted = "submitted", "已交，待评议"
    reviewed = "reviewed", "已评议"
    forwarded = "forwarded", "已转送"
    filed = "filed", "已入档"


SupportItem = joined(
    "SupportItem", "What money is for (N-23) and what goods are (N-24), in one list.", FundType, GoodsType
)


class IndicatorSubject(Code):
    """What an indicator is about: the groups in which an overview shows them."""

    exchange = "exchange", "交流支教人数"
    shares = "shares", "交流比例"
    pairings = "pairings", "结对、师徒和活动"
    following = "following", "总结、目标和经费物资"
    reports = "reports", "月报和处理"
    posts = "posts", "编制"


class BehindKind(Code):
    """Why a county is told as being behind."""

    threshold = "threshold", "没有达到要求"
    owed = "owed", "过了期限还没做"
    base = "base", "教职工基数没有登记"
