"""Which counties have frozen the base that a ratio stands on, and which have not (architecture §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.api.features.statistics.counting import Indicator
from services.api.features.statistics.queries_indicators import Question
from services.api.kernel.context import Ctx
from services.contracts.codes import WithoutValue


@dataclass(frozen=True, slots=True)
class Bases:
    """Nothing is missing where no number needs a base."""

    def missing(self, group: Mapping[str, Any]) -> WithoutValue | None:
        """Why a group has no denominator; None when it has one."""
        return None


async def bases_of(ctx: Ctx, indicator: Indicator, wanted: Question) -> Bases:
    """What is frozen of what a question needs."""
    return Bases()
