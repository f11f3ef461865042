"""What the regions may say of funds: how much a term, for what, and that the recipient pays nothing (W-24.4)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

GROUP = "经费与物资"
DEFAULT = "系统默认"
BOUNDS = frozenset({"least", "most"})
EFFECTS = (RuleEffect.off, RuleEffect.warn)


def _amount(key: str, title: str, explains: str) -> RuleKind:
    """A hint that is off until a region names its bounds, in yuan."""
    return RuleKind(
        key=f"support.{key}", group=GROUP, title=title, explains=f"{explains}只提醒，不影响办理。", source=DEFAULT,
        unit="元", bounds=BOUNDS, effects=EFFECTS,
    )  # fmt: skip


RECIPIENT_PAYS = RuleKind(
    key="support.recipient_pays",
    group=GROUP,
    title="受援学校不出钱",
    explains="帮扶的费用不由受援学校负担。只提醒，不影响办理。",
    source="某区第一批校校结对帮扶实施方案：不能增加被帮扶学校经济负担",
    effect=RuleEffect.warn,
    effects=EFFECTS,
)
PER_TERM = _amount("per_term", "每学期资助多少", "支援学校一个学期给的全部经费。")
TEACHING_RESEARCH = _amount("teaching_research", "每学期教研教改经费", "其中用于教研教改活动的经费，一个学期。")
ENROLMENT = _amount("enrolment", "下半年招生宣传经费", "其中用于招生宣传的经费，秋季学期。")
EQUIPMENT = _amount("equipment", "上半年器材添置经费", "其中用于器材添置的经费，春季学期。")
OFFICE_PER_TERM = _amount("office_per_term", "每学期教育局安排多少", "教育局的专项经费和以奖代补，一个学期。")
KINDS = (RECIPIENT_PAYS, PER_TERM, TEACHING_RESEARCH, ENROLMENT, EQUIPMENT, OFFICE_PER_TERM)
