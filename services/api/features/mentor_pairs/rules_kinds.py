"""What the regions may say of mentor pairs."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

SUBJECT = RuleKind(
    key="mentor_pair.subject",
    group="师徒结对",
    title="学科一致",
    explains="师傅、徒弟登记的任教学科要和结对学科一致。",
    source="系统默认",
    effect=RuleEffect.warn,
    effects=(RuleEffect.warn, RuleEffect.refuse),
)
MENTEES = RuleKind(
    key="mentor_pair.mentees",
    group="师徒结对",
    title="一位师傅同时带的徒弟",
    explains="一位师傅同时带的徒弟不超过这么多。徒弟一门学科同时只有一位师傅，这一条不能改。",
    source="系统默认",
    unit="名",
    bounds=frozenset({"most"}),
    effects=(RuleEffect.off, RuleEffect.refuse),
)
KINDS = (SUBJECT, MENTEES)
