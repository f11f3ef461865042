"""What a region may rule about who is eligible for exchange; ratios stand on it (TC-09 … TC-15)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect, Sex

GROUP = "符合交流条件"
_EFFECTS = (RuleEffect.off, RuleEffect.warn)


def _years(key: str, who: str, least: int, source: str) -> RuleKind:
    return RuleKind(
        key=f"eligible.{key}", group=GROUP, title=f"{who}在同一学校的年数",
        explains=f"登记教职工基数时，{who}在现在的学校满几年才算符合交流条件；不检查就不看年数。",
        unit="年", least=least, effect=RuleEffect.warn, effects=_EFFECTS, source=source,
    )  # fmt: skip


def _age(key: str, who: str, most: int, source: str) -> RuleKind:
    return RuleKind(
        key=f"eligible.{key}", group=GROUP, title=f"{who}的年龄",
        explains=f"登记教职工基数时，{who}在学年开始那天不超过几岁才算符合交流条件；不检查就不看年龄。", unit="岁",
        most=most, effect=RuleEffect.warn, effects=_EFFECTS, source=source,
    )  # fmt: skip


TEACHER_YEARS = _years("teacher_years", "专任教师", 6, "铜川市：在同一学校连续任教满6年（TC-15）")
LEADER_YEARS = _years("leader_years", "学校正副校长", 8, "铜川市：同一学校任职满8年（TC-13）")
TEACHER_MEN = _age("teacher_men", "男教师", 50, "铜川市：男50周岁以下（TC-11）")
TEACHER_WOMEN = _age("teacher_women", "女教师", 45, "铜川市：女45周岁以下（TC-12）")
LEADER_MEN = _age("leader_men", "男校长", 55, "铜川市：男55周岁以下（TC-09）")
LEADER_WOMEN = _age("leader_women", "女校长", 50, "铜川市：女50周岁以下（TC-10）")
TEACHER_AGES = {Sex.male: TEACHER_MEN.key, Sex.female: TEACHER_WOMEN.key}
LEADER_AGES = {Sex.male: LEADER_MEN.key, Sex.female: LEADER_WOMEN.key}
KINDS = (TEACHER_YEARS, LEADER_YEARS, TEACHER_MEN, TEACHER_WOMEN, LEADER_MEN, LEADER_WOMEN)
