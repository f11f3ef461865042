"""The latest frozen numbers of one question, for the live answer beside them; asks nothing of the statistics."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.periods import queries, rules
from services.contracts.codes import PeriodKind


@dataclass(frozen=True, slots=True)
class KeptTotal:
    """One version: numbers of the total by name, and why there is no denominator."""

    period_id: UUID
    name: str
    closed_at: datetime
    version: int
    computed_at: datetime
    total: dict[str, Any]
    missing: str | None


async def latest(db: AsyncSession, kind: PeriodKind, key: str, indicator: str, region: str) -> KeptTotal | None:
    """The total of a region in force; None where the period is not closed or the region has no numbers. One query."""
    row = await queries.latest_total(db, rules.province_of(region), kind, key, indicator, region)
    if row is None:
        return None
    return KeptTotal(
        row.id, rules.name_of(kind, key), row.closed_at, row.version, row.computed_at, row.total, row.missing
    )
