"""Whether a plan meets the rules in force (ND-18, ND-29, ND-30, ND-32, ND-33). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.api.features.assignments.rules_kinds import MONTHS, SUPPORT_AGE, SUPPORT_MONTHS, SUPPORT_PEOPLE
from services.api.features.policy_rules.service import Rule
from services.contracts.codes import Locality


@dataclass(frozen=True, slots=True)
class Planned:
    """What is checked of a plan; `people` go from the same school for support in the school year, this one too."""

    start_on: date
    end_on: date
    age: int
    receiving_locality: Locality | None
    people: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule, whether it is met (None while a fact is missing), and what there is and what is asked for, in words."""

    rule_key: str
    is_met: bool | None
    text: str


def months_in(start_on: date, end_on: date) -> int:
    """Whole months of a period, its last day inside."""
    after = end_on + timedelta(days=1)
    return (after.year - start_on.year) * 12 + after.month - start_on.month - (after.day < start_on.day)


def checked(plan: Planned, in_force: Mapping[str, Rule]) -> list[Checked]:
    """Each rule that is not switched off, held against the plan."""
    return [_checked(key, rule, plan) for key, rule in in_force.items() if rule.is_checked]


def _checked(key: str, rule: Rule, plan: Planned) -> Checked:
    months = months_in(plan.start_on, plan.end_on)
    counted = {
        MONTHS.key: (months, f"期限{months}个月", "个月"),
        SUPPORT_MONTHS.key: (months, f"期限{months}个月", "个月"),
        SUPPORT_AGE.key: (plan.age, f"学年开始时{plan.age}岁", "岁"),
        SUPPORT_PEOPLE.key: (plan.people, f"派出学校本学年派出支教{plan.people}人", "人"),
    }
    if key not in counted:
        return _place(key, plan.receiving_locality)
    value, told, unit = counted[key]
    is_met = rule.holds(value)
    return Checked(key, is_met, told if is_met else f"{told}，要求{_bounds(rule, unit)}")


def _place(key: str, locality: Locality | None) -> Checked:
    if locality is None:
        return Checked(key, None, "接收学校的城乡还没有认定")
    is_met = locality is Locality.rural
    return Checked(key, is_met, "接收学校在农村" if is_met else "接收学校在城区，要求到农村学校")


def _bounds(rule: Rule, unit: str) -> str:
    if rule.least is not None and rule.most is not None:
        return f"{rule.least}至{rule.most}{unit}"
    return f"不超过{rule.most}{unit}" if rule.least is None else f"至少{rule.least}{unit}"
