"""Who is eligible for exchange, as rules of a region say it (TC-09 … TC-15, HG-01). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.api.features.policy_rules.service import Rule
from services.api.features.staff_bases.rules_kinds import LEADER_AGES, LEADER_YEARS, TEACHER_AGES, TEACHER_YEARS
from services.contracts.codes import Post, Sex

LEADERS = (Post.principal, Post.vice_principal, Post.same_rank)
"""Heads of a school; middle leaders are counted as teachers."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """At the school since this day or earlier, and at most this old; None where nothing is checked."""

    since: date | None
    oldest: Mapping[Sex, int | None]


@dataclass(frozen=True, slots=True)
class Eligible:
    """The bounds of both groups on the first day of a school year."""

    leaders: Bounds
    teachers: Bounds


def eligible(found: Mapping[str, Rule], day: date) -> Eligible:
    """The bounds that the rules in force set on a day."""
    return Eligible(
        Bounds(_since(found[LEADER_YEARS.key], day), _ages(found, LEADER_AGES)),
        Bounds(_since(found[TEACHER_YEARS.key], day), _ages(found, TEACHER_AGES)),
    )


def _since(rule: Rule, day: date) -> date | None:
    return day.replace(year=day.year - rule.least) if rule.is_checked and rule.least is not None else None


def _ages(found: Mapping[str, Rule], kinds: Mapping[Sex, str]) -> dict[Sex, int | None]:
    ages = {sex: found[key] for sex, key in kinds.items()}
    return {sex: rule.most if rule.is_checked else None for sex, rule in ages.items()}
