"""Codes of how somebody who comes to serve is looked after (ND-39)."""

from services.contracts.code import Code


class ArrivalItem(Code):
    """What the receiving school arranges for who comes; the source says 生活问题 alone."""

    housing = "housing", "住宿"
    meals = "meals", "用餐"
    transport = "transport", "交通"
    workplace = "workplace", "办公"
    contact = "contact", "联系人"


class LivingArrangement(Code):
    """How one of them is arranged."""

    provided = "provided", "学校安排"
    allowance = "allowance", "发补贴"
    own = "own", "本人自理"
    unneeded = "unneeded", "不需要"
