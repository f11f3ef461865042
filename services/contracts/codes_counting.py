"""Codes of how statistics count assignments."""

from services.contracts.code import Code


class YearBasis(Code):
    """Which assignments belong to a school year."""

    started = "started", "本学年开始的"
    in_post = "in_post", "本学年在岗的"


class Outcome(Code):
    """Whether an assignment is in the number of S-01, or why it is not."""

    counted = "counted", "算进交流人次"
    retiree = "retiree", "退休返聘支教，单独统计"
    not_arrived = "not_arrived", "还没到岗"
    ended_early = "ended_early", "提前结束或未完成"
    never = "never", "没有发生"
