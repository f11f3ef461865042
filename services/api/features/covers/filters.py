"""What a list of vacated posts can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import VacancyState


@dataclass(frozen=True, slots=True)
class VacancyFilter:
    """`school_year`: posts vacated by assignments that began in it; `assignment_id`: the post of one assignment."""

    school_year: Annotated[SchoolYear | None, Query()] = None
    state: VacancyState | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    assignment_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Whose post is to be covered."""

    assignment_id: UUID
