"""What the regions may say of a pairing before it is made (W-20.5)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

GROUP = "结对"
SCHEME = "区级校校结对帮扶方案"
WEAK_RECIPIENT = RuleKind(
    key="pairing.weak_recipient", group=GROUP, title="受援学校是公办薄弱学校",
    explains="受援学校要是公办学校，而且开始那天有“薄弱”标记。", source=f"{SCHEME}（QX-04）", effect=RuleEffect.off,
)  # fmt: skip
ADVANTAGE = RuleKind(
    key="pairing.advantage", group=GROUP, title="支援学校有办学优势",
    explains="支援学校开始那天要有“优质”“重点”或“龙头”标记。", source=f"{SCHEME}（QX-03）", effect=RuleEffect.off,
)  # fmt: skip
CATEGORY = RuleKind(
    key="pairing.category", group=GROUP, title="两校都有这个类别",
    explains="两所学校的学段都要包含结对的类别（学前、小学、中学、特殊教育）。", source=f"{SCHEME}（QX-06）",
    effect=RuleEffect.off,
)  # fmt: skip
CROSS_COUNTY = RuleKind(
    key="pairing.cross_county", group=GROUP, title="跨县域不结中学",
    explains="跨县域的结对只结学前、小学、特殊教育，不结中学。", source=f"{SCHEME}（QX-07）", effect=RuleEffect.off,
)  # fmt: skip
RECIPIENTS = RuleKind(
    key="pairing.recipients", group=GROUP, title="一所支援学校同时帮几所",
    explains="一所支援学校没结束的结对里，受援学校不超过这么多。", source=f"{SCHEME}（QX-02）", unit="所",
    bounds=frozenset({"most"}), effect=RuleEffect.off,
)  # fmt: skip
SUPPORTERS = RuleKind(
    key="pairing.supporters", group=GROUP, title="一所受援学校同时有几所帮",
    explains="一所受援学校没结束的结对里，支援学校不超过这么多。", source=f"{SCHEME}（QX-02）", unit="所", most=1,
    effect=RuleEffect.off,
)  # fmt: skip
END_DATE = RuleKind(
    key="pairing.end_date", group=GROUP, title="结对要有结束日期",
    explains="不登记长期的结对，到期续签。", source=SCHEME, effect=RuleEffect.off,
)  # fmt: skip
KINDS = (WEAK_RECIPIENT, ADVANTAGE, CATEGORY, CROSS_COUNTY, RECIPIENTS, SUPPORTERS, END_DATE)
