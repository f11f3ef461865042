"""Support classes: who may do what in which state, and how their checks read (W-25). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.api.features.policy_rules.service import Rule
from services.api.features.support_classes import rules_kinds as kinds
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ClassPost, PairSide, SupportClassStatus
from services.contracts.support_classes import ClassCheck

S = SupportClassStatus
OPEN = frozenset({S.proposed, S.applied, S.returned, S.approved, S.staffed, S.running})
NOT_BEGUN = OPEN - {S.running}
ENDING = frozenset({"end", "void"})
"""What may be done although the pairing is not running."""
OF_SCHOOLS = (S.proposed, S.returned, S.approved)
"""States in which a school is the next to act."""
PROPOSER = "提出申请的学校"
OTHER = "结对的另一所学校"
OFFICE = "开班学校所在区县的协调人"
SUPPORTER = "支援学校的报送员或学校领导"
EITHER = "两校的报送员或学校领导"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a class.

    `school`: the side whose school it acts for; `proposed_by`: the side that proposed; `office`: it decides for the
    county where the class is taught.
    """

    school: PairSide | None
    proposed_by: PairSide
    office: bool


def _proposer(facts: Facts) -> bool:
    return facts.school is facts.proposed_by


def _school(facts: Facts) -> bool:
    return facts.school is not None


def _supporter(facts: Facts) -> bool:
    return facts.school is PairSide.supporting


TABLE: TransitionTable[SupportClassStatus, Facts] = TransitionTable(
    "support_class",
    [
        Transition("edit", "修改", frozenset({S.proposed, S.returned}), None, PROPOSER, _proposer),
        Transition("join", "一起申请", frozenset({S.proposed}), S.applied, OTHER,
                   lambda f: f.school is not None and f.school is not f.proposed_by),
        Transition("propose", "改好再报", frozenset({S.returned}), S.proposed, PROPOSER, _proposer),
        Transition("approve", "批准", frozenset({S.applied}), S.approved, OFFICE, lambda f: f.office),
        Transition("return", "退回", frozenset({S.applied}), S.returned, OFFICE, lambda f: f.office),
        Transition("assign", "派任教师", frozenset({S.approved, S.staffed, S.running}), None, SUPPORTER, _supporter),
        Transition("staff", "派任完毕", frozenset({S.approved}), S.staffed, SUPPORTER, _supporter),
        Transition("start", "开班", frozenset({S.staffed}), S.running, EITHER, _school),
        Transition("end", "结束", frozenset({S.running}), S.ended, EITHER, _school),
        Transition("void", "作废", NOT_BEGUN, S.void, f"{EITHER}，或{OFFICE}", lambda f: _school(f) or f.office),
    ],
)  # fmt: skip
"""The supporting and the recipient school apply together: what one proposes the other joins."""


def checks(found: Mapping[str, Rule], there: Collection[ClassPost], cents: int, paid: str) -> list[ClassCheck]:
    """Each rule in force: the posts that a class needs (JH-26), and publicity money (JH-27).

    `there` are the posts whose person is there; `cents` what is arranged for publicity, `paid` the same in words.
    """
    told = []
    for post, kind in kinds.POSTS.items():
        rule, ok = found[kind.key], post in there
        if rule.is_checked:
            text = f"{post.label}已派任" if ok else f"还没有派任{post.label}{'' if post is _FORM else '教师'}"
            told.append(ClassCheck(rule=kind.key, ok=ok, refuses=rule.refuses, text=text, source=rule.source))
    rule = found[kinds.PUBLICITY.key]
    if rule.is_checked:
        text = f"招生宣传经费：{paid}" if cents else "还没有记招生宣传经费"
        told.append(
            ClassCheck(rule=kinds.PUBLICITY.key, ok=cents > 0, refuses=False, text=text, source=rule.source)
        )  # fmt: skip
    return told


_FORM = ClassPost.class_teacher
_TEXTS = {
    "propose": "提出办班，等另一校一起申请",
    "join": "两校一起向区县申请",
    "edit": "改了申请",
    "approve": "区县批准办班",
    "return": "区县退回",
    "assign": "派任教师有变动",
    "staff": "教师派任完毕",
    "start": "开班",
    "end": "结束",
    "void": "作废",
    "pairing_ends": "结对结束，班一并结束",
}
BAD = frozenset({"return", "void"})


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")
