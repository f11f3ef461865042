"""What keeps somebody at a school for a term: degree, honours, term of office (ND-26); for features that ask."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.persons.models import PersonEducation
from services.api.features.persons.service_honours import During, held
from services.api.features.staff.service_dated import StaffTitle
from services.api.features.staff.service_people import rows_of
from services.contracts.codes import Degree, EducationLevel, HonourType


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of a person: education, the honours of a day, terms of office as (first day, last day)."""

    levels: frozenset[EducationLevel]
    degrees: frozenset[Degree]
    honours: frozenset[HonourType]
    terms: tuple[tuple[date | None, date | None], ...]


async def known(db: AsyncSession, person_id: UUID, day: date) -> Known:
    """What is on record for a day; voided rows are left out. Three queries; the caller has checked the scope."""
    studied = await rows_of(db, PersonEducation, person_id)
    titles = await rows_of(db, StaffTitle, person_id)
    honours = await held(db, {person_id: During(person_id, day, day)})
    return Known(
        levels=frozenset(each.level for each in studied if each.graduated_on <= day),
        degrees=frozenset(each.degree for each in studied if each.graduated_on <= day),
        honours=honours.get(person_id, frozenset()),
        terms=tuple((each.term_start_on, each.term_end_on) for each in titles if each.voided_at is None),
    )
