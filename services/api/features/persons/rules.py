"""Persons: who may do what, which fields each reader gets, and what is missing. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.periods import Period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import Code, FieldSet, Role


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
    "certificates", "educations", "exchanges", "mentorings",
})  # fmt: skip
_NAMED = _RECORD | {"name"}
_ABOVE = _NAMED | {
    "birth_on", "id_number_masked", "former_names", "timeline", "missing", "is_reserve_cadre", "can_mentor",
    "seeks_promotion", "summaries",
}  # fmt: skip
_WHOLE = _ABOVE | {"spouses", "refusals"}

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


def same_days(start_on: date, end_on: date | None) -> Period | None:
    """The period, or None when it ends before it starts."""
    return None if end_on is not None and end_on < start_on else Period(start_on, end_on)
