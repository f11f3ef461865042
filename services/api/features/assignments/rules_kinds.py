"""What a region may rule about planned assignments; the county that sends decides, for it answers for the person."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import ExchangeMode, RuleEffect

GROUP = "交流支教安排"
MONTHS = RuleKind(
    key="assignment.months", group=GROUP, title="交流满一年",
    explains="转任、异地、团队式交流从第一天到最后一天至少几个月。", unit="月", least=12, effect=RuleEffect.warn,
    source="南岸区：交流时间不低于一年（ND-18）",
)  # fmt: skip
SUPPORT_MONTHS = RuleKind(
    key="assignment.support_months", group=GROUP, title="支教期限",
    explains="支教从第一天到最后一天有几个月。", unit="月", least=12, most=24, effect=RuleEffect.warn,
    source="南岸区：支教期限为1-2年（ND-30）",
)  # fmt: skip
SUPPORT_AGE = RuleKind(
    key="assignment.support_age", group=GROUP, title="支教人员年龄",
    explains="支教的教师在学年开始那天不超过几岁。", unit="岁", most=45, effect=RuleEffect.warn,
    source="南岸区：年龄在45周岁以下（ND-29）",
)  # fmt: skip
SUPPORT_PLACE = RuleKind(
    key="assignment.support_place", group=GROUP, title="到农村学校支教",
    explains="支教去的学校在农村。", effect=RuleEffect.warn, source="南岸区：支教的范围是农村相对薄弱的学校（ND-33）",
)  # fmt: skip
SUPPORT_PEOPLE = RuleKind(
    key="assignment.support_people", group=GROUP, title="每校派出支教人数",
    explains="一所学校一学年派出支教的有几人。", unit="人", most=3, effect=RuleEffect.warn,
    source="南岸区：每学年安排1-3名（ND-32）",
)  # fmt: skip
KINDS = (MONTHS, SUPPORT_MONTHS, SUPPORT_AGE, SUPPORT_PLACE, SUPPORT_PEOPLE)
OF_SUPPORT = (SUPPORT_MONTHS, SUPPORT_AGE, SUPPORT_PLACE, SUPPORT_PEOPLE)
OF_MODE = {
    ExchangeMode.support_teaching: OF_SUPPORT,
    ExchangeMode.team_two_way: (MONTHS,),
    ExchangeMode.transfer_exchange: (MONTHS,),
    ExchangeMode.cross_site_exchange: (MONTHS,),
}
"""Form of exchange → what is checked of it; nothing of any other."""
