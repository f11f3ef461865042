"""What the regions may say of moves to developed places (ND-26)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

GROUP = "编制内流动"
TO_DEVELOPED = RuleKind(
    key="staff_move.to_developed", group=GROUP, title="任期内不调往经济发达地区",
    explains="本科以上学历、优秀或骨干教师在任期内跨区流动到经济发达地区的。调出的县区按这一条查；设成“不允许”的，审批单位写明理由才能批。",
    source="南岸区：严格控制本科以上学历的教师、优秀教师、骨干教师在任期内向经济发达地区流动（ND-26）",
    effect=RuleEffect.warn,
)  # fmt: skip
IS_DEVELOPED = RuleKind(
    key="staff_move.developed", group=GROUP, title="按经济发达地区对待",
    explains="设成“提醒”的地区算经济发达地区，调往那里要按上一条查。省、市可以给下面的县区设。",
    source="系统默认", effect=RuleEffect.off, effects=(RuleEffect.off, RuleEffect.warn),
)  # fmt: skip
KINDS = (TO_DEVELOPED, IS_DEVELOPED)
