"""What regions may make rules of."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

RECIPIENT_COST = RuleKind(
    key="activity.recipient_cost", group="结对活动", title="活动费用不由受援学校承担",
    explains="记活动费用时，承担的一方不能是受援学校。", effect=RuleEffect.warn,
    source="某区第一批校校结对帮扶实施方案（QX-15）",
)  # fmt: skip
KINDS = (RECIPIENT_COST,)
