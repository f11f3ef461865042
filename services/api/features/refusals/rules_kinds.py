"""What the regions may say of refusals (HG-44, HG-22; both are one district's rules, and off where nobody says so)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

GROUP = "拒不参加交流"
CAP = RuleKind(
    key="refusal.appraisal_cap", group=GROUP, title="年度考核封顶",
    explains="拒不参加交流的，当学年年度考核不得定为合格及以上。设成“不允许”的，填合格及以上的等次会被拒绝。",
    source="某区教师交流办法：对不愿参加交流的教师，年度考核不得定为合格及以上等次",
)  # fmt: skip
WAITING = RuleKind(
    key="refusal.waiting", group=GROUP, title="几年后才能再申请交流",
    explains="确定交流而没有交流的，下限所写的年数以后才能再次申请。不写年数的，只作记录。",
    source="某区教师交流办法：五年后方有资格再次提出交流申请", unit="年", least=5,
    effects=(RuleEffect.off, RuleEffect.warn),
)  # fmt: skip
KINDS = (CAP, WAITING)
