"""Codes of closed periods."""

from services.contracts.code import Code


class PeriodKind(Code):
    """What is closed."""

    month = "month", "月份"
    school_year = "school_year", "学年"


class PeriodStatus(Code):
    """Whether its numbers are kept already."""

    closing = "closing", "正在封存"
    closed = "closed", "已封存"
