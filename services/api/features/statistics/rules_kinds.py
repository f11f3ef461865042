"""What a region may rule about its indicators: the values they are held against."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

GROUP = "统计指标"
_EFFECTS = (RuleEffect.off, RuleEffect.warn)


def _share(key: str, title: str, explains: str, source: str, *, least: int | None, most: int | None = None) -> RuleKind:
    return RuleKind(
        key=f"indicator.{key}",
        group=GROUP,
        title=title,
        explains=explains,
        unit="%",
        least=least,
        most=most,
        bounds=frozenset({"least", "most"}),
        effect=RuleEffect.warn,
        effects=_EFFECTS,
        source=source,
    )


EXCHANGE_SHARE = _share(
    "exchange_share",
    "每学年交流比例",
    "一个学年参加交流的人，占符合交流条件的人多少。",
    "铜川市：不低于10%（TC-16）",
    least=10,
)
MASTERS_SHARE = _share(
    "masters_share",
    "名师和高级、一级教师占比",
    "交流的人里，名师、高级教师和一级教师合起来占多少。",
    "铜川市：不低于30%（TC-17）",
    least=30,
)
LEADERS_SHARE = _share(
    "leaders_share",
    "班子成员交流比例",
    "一所学校一个学年交流出去的班子成员占班子的多少。",
    "铜川市：一般不超过30%（TC-14）",
    least=None,
    most=30,
)
BALANCED = RuleKind(
    key="indicator.balance",
    group=GROUP,
    title="双向交流人数相等",
    explains="结对学校之间，下派和上挂的人次相差几。",
    unit="人次",
    least=0,
    most=0,
    effect=RuleEffect.warn,
    effects=_EFFECTS,
    source="吴川市：双向对等（S-08）",
)
KINDS = (EXCHANGE_SHARE, MASTERS_SHARE, LEADERS_SHARE, BALANCED)
