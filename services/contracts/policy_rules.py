"""Configurable rules of the regions (E-13.2, E-14)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.contracts.base import Body, Day, Out, ShortLine, VersionedOut
from services.contracts.codes import RuleEffect
from services.contracts.shapes import RULE_KEY

RuleKey = Annotated[str, Field(pattern=RULE_KEY, examples=["mentor_pair.subject"])]
"""What is checked, as `feature.rule`."""
Bound = Annotated[int, Field(ge=0, le=100_000_000)]


class PolicyRulePut(Body):
    """What a region says of a rule from a day on. `effect` null follows the region above again.

    `least` and `most` are in the rule's unit; null is no bound.
    """

    effective_from: Day
    effect: RuleEffect | None
    least: Bound | None = None
    most: Bound | None = None
    source: ShortLine


class PolicyRuleOut(Out):
    """A rule in force. `source_region_code` is the region it comes from, 000000 for the default of the product.

    `unit` is that of `least` and `most`, empty when the rule has no bounds.
    """

    rule_key: str
    group: str
    title: str
    explains: str
    unit: str
    effects: list[RuleEffect]
    has_least: bool
    has_most: bool
    effect: RuleEffect
    least: int | None
    most: int | None
    source: str
    source_region_code: str
    source_region_name: str
    effective_from: date | None


class PolicyRules(Out):
    """All rules in force for a region on a day."""

    region_code: str
    on: date
    items: list[PolicyRuleOut]


class PolicyRuleSaid(VersionedOut):
    """What the region itself says from a day on; `effect` null follows the region above."""

    effective_from: date
    effect: RuleEffect | None
    least: int | None
    most: int | None
    source: str


class PolicyRuleDetail(PolicyRuleOut):
    """With what the region itself has said, the latest day first."""

    own: list[PolicyRuleSaid] = []
