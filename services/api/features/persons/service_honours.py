"""The honours of persons, for features that count them (S-05, S-06, WC-08, WC-09)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.persons import queries_honours
from services.contracts.codes import HonourType

BITS: Mapping[HonourType, int] = {honour: 1 << place for place, honour in enumerate(HonourType)}
"""Honours as a set in one number, as it is frozen on rows: a new honour goes to the end of the list."""


def bits_of(held: Iterable[HonourType]) -> int:
    """The set as one number."""
    return sum({BITS[each] for each in held})


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


def bits_on(person_id: Any, day: Any) -> ColumnElement[int]:
    """The honours that the person in a column holds on a day or a column of days, as a set in one number."""
    return queries_honours.bits_on(person_id, day, BITS)


async def bits_of_person(db: AsyncSession, person_id: UUID, day: date) -> int:
    """The honours that somebody holds on a day, as a set in one number. One query."""
    found = await held(db, {person_id: During(person_id, day, day)})
    return bits_of(found[person_id])
