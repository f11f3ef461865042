"""Table of the regions' own rules."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from services.api.kernel.models import Entity, code_type
from services.contracts.codes import RuleEffect


class PolicyRule(Entity, table=True):
    """What a region says of one rule from a day on; `effect` null follows the region above again (E-13.2, E-14)."""

    __tablename__ = "policy_rule"
    __table_args__ = (
        UniqueConstraint("region_code", "rule_key", "effective_from"),
        CheckConstraint("least IS NULL OR least >= 0", name="least"),
        CheckConstraint("most IS NULL OR least IS NULL OR most >= least", name="bounds"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("region_code", "rule_key", "effect", "least", "most", "effective_from")

    region_code: str = Field(foreign_key="region.code", max_length=6)
    rule_key: str = Field(max_length=60)
    effective_from: date
    effect: RuleEffect | None = Field(default=None, sa_type=code_type(RuleEffect, "effect"))
    least: int | None = None
    most: int | None = None
    source: str = Field(max_length=80)

    def event_counties(self) -> tuple[str, str | None]:
        """The region itself."""
        return self.region_code, None
