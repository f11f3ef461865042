"""Codes of the configurable rules (E-14)."""

from services.contracts.code import Code


class RuleEffect(Code):
    """What happens when a rule is broken (E-14.1, strength H, S, D)."""

    off = "off", "不检查"
    warn = "warn", "提醒，仍可继续"
    refuse = "refuse", "不允许"
