"""When a province's numbers are kept."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

GROUP = "封存统计数"
_EFFECTS = (RuleEffect.off, RuleEffect.warn)
MONTH_DAYS = RuleKind(
    key="period.month_days", group=GROUP, title="月份结束后几天封存",
    explains="一个月过完，再过下限所写的天数，全省这个月的统计数自动封存，以后改动只作更正。设成不检查的，由省里自己封存。",
    unit="天", least=20, effect=RuleEffect.warn, effects=_EFFECTS, source="系统默认",
)  # fmt: skip
YEAR_DAYS = RuleKind(
    key="period.year_days", group=GROUP, title="学年结束后几天封存",
    explains="一个学年过完，再过下限所写的天数，全省这个学年的统计数自动封存，以后改动只作更正。设成不检查的，由省里自己封存。",
    unit="天", least=60, effect=RuleEffect.warn, effects=_EFFECTS, source="系统默认",
)  # fmt: skip
KINDS = (MONTH_DAYS, YEAR_DAYS)
