"""Persons: who may do what, which fields each reader gets, what is missing, and events in words. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.periods import Period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import (
    CertificateType,
    Code,
    EducationLevel,
    FieldSet,
    HonourType,
    Post,
    Role,
    ServiceSource,
    Stage,
    Title,
)


class PersonState(Code):
    """In service, not employed any more, or found to be somebody else's record."""

    in_service = "in_service", "在职"
    left = "left", "已离职"
    merged = "merged", "已并入另一条记录"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What decides on an action: the caller writes staff, may see numbers, may merge; and the person is its own.

    `is_county`: it is the coordinator of a county.
    """

    may_write: bool
    may_unmask: bool
    may_merge: bool
    in_scope: bool
    is_county: bool = False


_ANY = frozenset({PersonState.in_service, PersonState.left})
_WRITERS = "本校报送员或本县区县协调人"
_DECIDERS = "本县的区县协调人或系统管理员"
_COUNTY = "本县的区县协调人"


def _writes(facts: PersonFacts) -> bool:
    return facts.may_write and facts.in_scope


def _is_its_county(facts: PersonFacts) -> bool:
    return _writes(facts) and facts.is_county


PERSON_ACTIONS: TransitionTable[PersonState, PersonFacts] = TransitionTable(
    "person",
    [
        Transition("correct", "改正", _ANY, None, _WRITERS, _writes),
        Transition("change", "登记变化", frozenset({PersonState.in_service}), None, _WRITERS, _writes),
        Transition("record", "补记经历", _ANY, None, _WRITERS, _writes),
        Transition("describe", "登记培养情况", _ANY, None, _WRITERS, _writes),
        Transition("tell-health", "登记健康情况", _ANY, None, _COUNTY, _is_its_county),
        Transition("verify", "核实经历", _ANY, None, _COUNTY, _is_its_county),
        Transition(
            "unmask", "看完整身份证号", _ANY, None, _DECIDERS, lambda facts: facts.may_unmask and facts.in_scope
        ),
        Transition(
            "merge", "合并", _ANY, None, "主管的区县协调人（跨县由市、跨市由省督导）",
            lambda facts: facts.may_merge and facts.in_scope,
        ),
    ],
)  # fmt: skip


def state_of(*, merged: bool, employed: bool) -> PersonState:
    """The state of a person's record."""
    if merged:
        return PersonState.merged
    return PersonState.in_service if employed else PersonState.left


_RECORD = frozenset({
    "id", "version", "allowed_actions", "field_set", "sex", "employment", "career_start_on",
    "confirmed_on", "restricted", "employments", "positions", "titles", "teachings", "honours", "services",
    "certificates", "educations", "exchanges",
})  # fmt: skip
_NAMED = _RECORD | {"name"}
_ABOVE = _NAMED | {
    "birth_on", "id_number_masked", "former_names", "timeline", "missing", "is_reserve_cadre", "can_mentor",
    "seeks_promotion",
}  # fmt: skip
_WHOLE = _ABOVE | {"spouses"}

FIELDS: Mapping[FieldSet, frozenset[str]] = {
    FieldSet.home: _WHOLE | {"looks", "duplicates"},
    FieldSet.own: _WHOLE,
    FieldSet.above: _ABOVE,
    FieldSet.identified: _NAMED,
    FieldSet.pseudonymous: _RECORD,
}
"""Who is given which fields (E-07 … E-12): family stays with the own school, the own county and the person."""
HEALTH = frozenset({"health", "sees_health"})
HEALTH_ROLES = frozenset({Role.county_coordinator, Role.hr})
"""The offices that decide on who is sent: they and the person are given `HEALTH` besides their set (E-07.11)."""


def given(field_set: FieldSet, role: Role | None, *, viewing: bool) -> frozenset[str]:
    """The fields of one reader; an administrator who looks as somebody else is not given what is restricted."""
    sees_health = field_set is FieldSet.own or (role in HEALTH_ROLES and field_set is FieldSet.home)
    return FIELDS[field_set] | HEALTH if sees_health and not viewing else FIELDS[field_set]


TYPED = frozenset({"basis", "document_no", "number"})
"""What people typed about a record: never for provincial systems."""


def missing(given: Mapping[str, Any]) -> list[str]:
    """Names of facts that are not known yet: empty values of what is asked for, in the order given."""
    return [name for name, value in given.items() if value in (None, "", [])]


def first_overlap(periods: Collection[Period], period: Period) -> Period | None:
    """The first period that shares a day with this one."""
    return next((each for each in sorted(periods, key=lambda each: each.start_on) if each.overlaps(period)), None)


_LABELS: dict[str, type[Code]] = {
    "post": Post, "title": Title, "stage": Stage, "type": HonourType, "source": ServiceSource, "level": EducationLevel,
}  # fmt: skip
KIND_WORDS = {
    "staff_position": "职务", "staff_title": "职称", "staff_teaching": "任教", "staff_honour": "荣誉",
    "service_record": "任教经历", "teacher_certificate": "教师资格", "person_education": "学历",
    "person_relation": "配偶情况", "person_name": "曾用名", "staff": "人事关系", "person": "基本情况",
    "assignment": "交流任务", "user_account": "账号", "person_unmasking": "查看记录",
}  # fmt: skip
_OF_PERSON = {
    "correct": "改正了基本情况", "created": "登记了人员", "describe": "登记了培养情况",
}  # fmt: skip
_ACTIONS = {
    "correct": "改正了{kind}", "update": "改正了{kind}", "void": "作废了一条{kind}", "merge": "合并时并入{kind}",
    "undo-merge": "撤销合并时还原{kind}", "verify": "核实了一条{kind}", "evidence": "给一条{kind}附了材料",
}  # fmt: skip


def told(table: str, action: str, became: Mapping[str, Any]) -> str:
    """What a person reads of one event; empty where another event of the same act says it already."""
    kind = KIND_WORDS.get(table, "记录")
    if table == "person":
        return _OF_PERSON.get(action, "")
    if table == "person_name" and action == "change":
        return "改了姓名"
    if table == "staff" and action == "correct":
        return f"到本校的日期改正为{became['hired_on']}" if "hired_on" in became else ""
    if action == "correct" and became.keys() <= {"start_on", "end_on"} and became:
        return ""
    if table == "staff":
        return {"created": "登记了人事关系", "end": "结束了人事关系", "update": "改正了任职情况"}.get(action, "")
    if action == "change" and "post" not in became and "title" not in became and "stage" not in became:
        return ""
    if action in _ACTIONS:
        return _ACTIONS[action].format(kind=kind)
    what = _value_words(became)
    start = became.get("start_on")
    since = f"（{start}起）" if action == "change" and start else ""
    return f"{kind}变为{what}{since}" if action == "change" else f"登记了{kind}{'：' if what else ''}{what}"


def _value_words(became: Mapping[str, Any]) -> str:
    for name, codes in _LABELS.items():
        known = {code.value: code.label for code in codes}
        if became.get(name) in known:
            return known[became[name]]
    return "教师资格" if became.get("type") in {code.value for code in CertificateType} else ""


def same_days(start_on: date, end_on: date | None) -> Period | None:
    """The period, or None when it ends before it starts."""
    return None if end_on is not None and end_on < start_on else Period(start_on, end_on)
