"""Whether a pairing is one that the rules of its region want (W-20.5, QX-02 … QX-07). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.api.features.pairings import rules_kinds as kinds
from services.api.features.policy_rules.service import Rule, RuleKind
from services.contracts.codes import PairCategory, PairLevel, RuleEffect, SchoolFlag, Stage

ADVANTAGES = (SchoolFlag.quality, SchoolFlag.key, SchoolFlag.lead)
STAGES: Mapping[PairCategory, frozenset[str]] = {
    PairCategory.preschool: frozenset({Stage.preschool.value}),
    PairCategory.primary: frozenset({Stage.primary.value}),
    PairCategory.secondary: frozenset({Stage.junior.value, Stage.senior.value}),
    PairCategory.special: frozenset({Stage.special.value}),
}
FIELDS = {
    kinds.WEAK_RECIPIENT.key: "recipient_school_id",
    kinds.ADVANTAGE.key: "supporting_school_id",
    kinds.CATEGORY.key: "category",
    kinds.CROSS_COUNTY.key: "category",
    kinds.RECIPIENTS.key: "supporting_school_id",
    kinds.SUPPORTERS.key: "recipient_school_id",
    kinds.END_DATE.key: "end_on",
}
"""The input that each rule is about."""


@dataclass(frozen=True, slots=True)
class School:
    """What is asked of one side on the day it begins."""

    name: str
    is_public: bool
    stages: Collection[str]
    flags: Collection[SchoolFlag]


@dataclass(frozen=True, slots=True)
class Asked:
    """A pairing as it would be; `recipients`, `supporters` are those of other open pairings, without this one."""

    supporting: School
    recipient: School
    category: PairCategory
    level: PairLevel
    has_end: bool
    recipients: int
    supporters: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule in force and what it says of the pairing."""

    kind: RuleKind
    rule: Rule
    ok: bool
    text: str

    @property
    def refuses(self) -> bool:
        """The pairing is not let through."""
        return not self.ok and self.rule.refuses

    @property
    def warns(self) -> bool:
        """Somebody has to press a second time."""
        return not self.ok and self.rule.effect is RuleEffect.warn

    @property
    def sentence(self) -> str:
        """What is wrong and where that stands: 青石小学没有“薄弱”标记（依据：…）."""
        return f"{self.text}（依据：{self.rule.source}）"


def findings(asked: Asked, rules: Mapping[str, Rule]) -> list[Finding]:
    """Every rule that is checked, in the order of the rules."""
    told = {
        kinds.WEAK_RECIPIENT.key: _weak(asked.recipient),
        kinds.ADVANTAGE.key: _advantage(asked.supporting),
        kinds.CATEGORY.key: _category(asked),
        kinds.CROSS_COUNTY.key: _cross_county(asked),
        kinds.END_DATE.key: (asked.has_end, "有结束日期" if asked.has_end else "没有写结束日期，是长期结对"),
    }
    found = []
    for kind in kinds.KINDS:
        rule = rules[kind.key]
        if rule.is_checked:
            ok, text = told[kind.key] if kind.key in told else _count(kind, rule, asked)
            found.append(Finding(kind, rule, ok, text))
    return found


def _weak(school: School) -> tuple[bool, str]:
    is_weak = SchoolFlag.weak in school.flags
    if school.is_public and is_weak:
        return True, f"{school.name}是公办薄弱学校"
    missing = "、".join(text for text, there in (("不是公办学校", school.is_public), ("没有“薄弱”标记", is_weak))
                       if not there)  # fmt: skip
    return False, f"{school.name}{missing}"


def _advantage(school: School) -> tuple[bool, str]:
    flag = next((each for each in ADVANTAGES if each in school.flags), None)
    if flag is not None:
        return True, f"{school.name}有“{flag.label}”标记"
    return False, f"{school.name}没有“优质”“重点”“龙头”标记"


def _category(asked: Asked) -> tuple[bool, str]:
    wanted = STAGES[asked.category]
    others = [each.name for each in (asked.supporting, asked.recipient) if wanted.isdisjoint(each.stages)]
    if not others:
        return True, f"两校都有{asked.category.label}学段"
    return False, f"{'和'.join(others)}没有{asked.category.label}学段"


def _cross_county(asked: Asked) -> tuple[bool, str]:
    if asked.level is PairLevel.intra_county:
        return True, "县域内结对，类别不限"
    if asked.category is PairCategory.secondary:
        return False, "跨县域的结对不结中学"
    return True, f"跨县域结{asked.category.label}"


def _count(kind: RuleKind, rule: Rule, asked: Asked) -> tuple[bool, str]:
    """The number with this pairing in it."""
    if kind is kinds.RECIPIENTS:
        name, verb, count = asked.supporting.name, "帮扶", asked.recipients + 1
    else:
        name, verb, count = asked.recipient.name, "受援于", asked.supporters + 1
    most = "" if rule.most is None else f"，规定最多{rule.most}所"
    return rule.holds(count), f"算上这对，{name}同时{verb}{count}所学校{most}"
