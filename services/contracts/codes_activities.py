"""Codes of what two schools do together: who pays, who carries a decision out, how plans repeat (F-28, F-29, W-21)."""

from services.contracts.code import Code


class ActivityPayer(Code):
    """Who bears the cost of an activity (E-35.6)."""

    supporting = "supporting", "支援学校"
    recipient = "recipient", "受援学校"
    office = "office", "教育主管部门"
    other = "other", "其他"


class ResponsibleSide(Code):
    """Which side carries out what a joint meeting decided (F-28)."""

    supporting = "supporting", "支援学校"
    recipient = "recipient", "受援学校"
    both = "both", "两校一起"


class DecisionStatus(Code):
    """Whether a decision of a joint meeting is carried out."""

    open = "open", "待落实"
    done = "done", "已落实"
    void = "void", "已作废"


class PlanRepeat(Code):
    """How often a planned activity comes again."""

    once = "once", "只一次"
    weekly = "weekly", "每周"
    monthly_day = "monthly_day", "每月固定一天"
    monthly_weekday = "monthly_weekday", "每月第几个星期几"


class PlannedStatus(Code):
    """What became of a planned date; derived from the day, the record and the cancelling, never stored."""

    planned = "planned", "待开展"
    missed = "missed", "过了还没记"
    recorded = "recorded", "已记录"
    cancelled = "cancelled", "已取消"
