"""The honours of persons, for features that count them (S-05, S-06, WC-08, WC-09)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.persons import queries_honours
from services.contracts.codes import HonourType


@dataclass(frozen=True, slots=True)
class During:
    """Whose honours in which days; both days are inside."""

    person_id: UUID
    start_on: date
    end_on: date


async def held(db: AsyncSession, asked: Mapping[UUID, During]) -> dict[UUID, frozenset[HonourType]]:
    """Key → the honours that the person held on some of the days. One query, none for nobody."""
    if not asked:
        return {}
    rows = await queries_honours.held_by(db, {each.person_id for each in asked.values()})
    return {
        key: frozenset(
            row.type
            for row in rows
            if row.person_id == who.person_id
            and row.awarded_on <= who.end_on
            and (row.valid_to is None or row.valid_to >= who.start_on)
        )
        for key, who in asked.items()
    }
