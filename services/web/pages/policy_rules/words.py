"""Rules in words."""

from services.contracts.codes import RuleEffect
from services.contracts.policy_rules import PolicyRuleDetail, PolicyRuleOut, PolicyRuleSaid
from services.web.filters import choices

FOLLOW = "above"
"""The choice that follows the region above."""
EFFECTS = [(FOLLOW, "按上级的，上级没有就按系统默认"), *choices(RuleEffect)]


def bounds(rule: PolicyRuleOut | PolicyRuleSaid, unit: str) -> str:
    """`10到20名`, `不超过2名`, `不少于30%`, or nothing where there is no bound."""
    if rule.least is not None and rule.most is not None:
        return f"{rule.least}到{rule.most}{unit}"
    if rule.least is not None:
        return f"不少于{rule.least}{unit}"
    return f"不超过{rule.most}{unit}" if rule.most is not None else ""


def holds(rule: PolicyRuleOut) -> str:
    """What holds now, as one line."""
    if rule.effect is RuleEffect.off:
        return rule.effect.label
    return "，".join(filter(None, (bounds(rule, rule.unit), f"不符合时{rule.effect.label}")))


def where_from(rule: PolicyRuleOut) -> str:
    """The region and the document behind it."""
    if rule.effective_from is None:
        return rule.source
    return f"{rule.source_region_name}，{rule.source}"


def said(rule: PolicyRuleDetail, own: PolicyRuleSaid) -> str:
    """What the region said from a day on."""
    if own.effect is None:
        return "按上级的"
    if own.effect is RuleEffect.off:
        return own.effect.label
    return "，".join(filter(None, (bounds(own, rule.unit), f"不符合时{own.effect.label}")))
