"""What a region may rule about looking after who comes; the county that receives decides (ND-39)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

LIVING = RuleKind(
    key="arrival.living", group="交流支教安排", title="安排好来人的生活",
    explains="到岗前14天起，看接收学校登记了住宿、用餐、交通、办公和联系人没有。只提醒，不影响办理。",
    effect=RuleEffect.warn, effects=(RuleEffect.off, RuleEffect.warn),
    source="南岸区：受援学校要妥善安排和解决好支教人员的生活问题（ND-39）",
)  # fmt: skip
KINDS = (LIVING,)
