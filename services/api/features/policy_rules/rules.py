"""What a configurable rule is, and which one is in force. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.contracts.codes import RuleEffect

NATION = "000000"
PRESET = "系统默认"
LARGEST = 100_000_000
"""Largest bound that a region may set."""


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A rule that a feature checks, with what holds where no region says anything.

    `key` names it for machines, like `team.equal_numbers`; `explains` is one sentence that says what is checked.
    With `unit` it has bounds: `has_least` and `has_most` say which, `least` and `most` are their defaults in that unit.
    `source` is the document of the default.
    """

    key: str
    group: str
    title: str
    explains: str
    source: str
    effect: RuleEffect = RuleEffect.off
    unit: str = ""
    least: int | None = None
    most: int | None = None
    bounds: frozenset[str] = frozenset()
    effects: tuple[RuleEffect, ...] = (RuleEffect.off, RuleEffect.warn, RuleEffect.refuse)

    @property
    def has_least(self) -> bool:
        """Whether a region may set the smallest value."""
        return "least" in self.bounds or self.least is not None

    @property
    def has_most(self) -> bool:
        """Whether a region may set the largest value."""
        return "most" in self.bounds or self.most is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force: where it comes from, since when, how strict, and its bounds in the unit of its kind."""

    effect: RuleEffect
    least: int | None
    most: int | None
    source: str
    region_code: str
    effective_from: date | None = None

    @property
    def is_checked(self) -> bool:
        """Whether anything is said or refused at all."""
        return self.effect is not RuleEffect.off

    @property
    def refuses(self) -> bool:
        """Whether what breaks it is not let through."""
        return self.effect is RuleEffect.refuse

    def holds(self, value: float) -> bool:
        """Whether a value lies inside the bounds, both included."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Said:
    """What one region says of a rule from a day on; `effect` None follows the region above."""

    region_code: str
    rule_key: str
    effective_from: date
    effect: RuleEffect | None
    least: int | None
    most: int | None
    source: str


def default(kind: RuleKind) -> Rule:
    """What holds where no region says anything; another place's document is named as what it was taken from."""
    source = kind.source if kind.source == PRESET else f"{PRESET}，参照{kind.source}"
    return Rule(kind.effect, kind.least, kind.most, source, NATION)


def in_force(kind: RuleKind, chain: Sequence[str], said: Iterable[Said], on: date) -> Rule:
    """The rule of the nearest region that says something on a day; `chain` is the region and those above it."""
    newest: dict[str, Said] = {}
    for each in said:
        if each.rule_key == kind.key and each.effective_from <= on:
            before = newest.get(each.region_code)
            if before is None or each.effective_from > before.effective_from:
                newest[each.region_code] = each
    for code in chain:
        own = newest.get(code)
        if own is not None and own.effect is not None:
            return Rule(own.effect, own.least, own.most, own.source, code, own.effective_from)
    return default(kind)


def in_force_all(kinds: Iterable[RuleKind], chain: Sequence[str], said: Sequence[Said], on: date) -> Mapping[str, Rule]:
    """Key → rule in force."""
    return {kind.key: in_force(kind, chain, said, on) for kind in kinds}


def problem(kind: RuleKind, effect: RuleEffect | None, least: int | None, most: int | None) -> tuple[str, str] | None:
    """The field and what is wrong with what a region wants to set, None when it is right."""
    if effect is not None and effect not in kind.effects:
        return "effect", "这条规则不能这样设，请选列出的一种"
    if least is not None and not kind.has_least:
        return "least", "这条规则没有下限，请把它空着"
    if most is not None and not kind.has_most:
        return "most", "这条规则没有上限，请把它空着"
    if least is not None and most is not None and most < least:
        return "most", f"上限不能小于下限{least}"
    return None
