"""The checks on goals that a region sets (ND-19 … ND-21)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

SOURCE = "系统默认"
BEFORE_START = RuleKind(
    "goal.agreed", "交流目标", "到岗前商定目标", "确认到岗时，看有没有双方商定的目标。",
    SOURCE, RuleEffect.warn,
)  # fmt: skip
BEFORE_END = RuleKind(
    "goal.judged", "交流目标", "期满前评完目标", "办期满时，看商定的目标是不是都评了。",
    SOURCE, RuleEffect.warn,
)  # fmt: skip
KINDS = {"arrive": BEFORE_START, "complete": BEFORE_END}
"""Step of an assignment → what is checked on it."""
