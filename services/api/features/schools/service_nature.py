"""What a school was while somebody served there (E-11.3), from the county's dated decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import queries_nature
from services.contracts.codes import Locality, SchoolFlag


@dataclass(frozen=True, slots=True)
class Decided:
    """One decided value on a closed range of days; `end_on` None while it runs."""

    value: Locality | SchoolFlag
    start_on: date
    end_on: date | None

    def touches(self, start_on: date, end_on: date | None) -> bool:
        """Whether the two share a day."""
        return (end_on is None or self.start_on <= end_on) and (self.end_on is None or start_on <= self.end_on)


async def natures(db: AsyncSession, school_ids: Collection[UUID]) -> dict[UUID, list[Decided]]:
    """School → its decisions on locality and flags, the earliest first. Two queries for any number of schools."""
    found: dict[UUID, list[Decided]] = {}
    rows: list[Any] = [*await queries_nature.localities(db, school_ids), *await queries_nature.flags(db, school_ids)]
    for school_id, value, start_on, end_on in rows:
        found.setdefault(school_id, []).append(Decided(value, start_on, end_on))
    return {school_id: sorted(each, key=lambda one: one.start_on) for school_id, each in found.items()}
