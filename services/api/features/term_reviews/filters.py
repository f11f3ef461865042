"""What a list of term reviews can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import SchoolTerm, TermReviewStatus


@dataclass(frozen=True, slots=True)
class TermReviewFilter:
    """`school_id` and `county_code` (a city or province too) are the reviewed school's; void ones need `status=void`.

    `due`: still with the school, and due within fourteen days or past it; `overdue`: past it.
    """

    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    pairing_id: UUID | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    term: SchoolTerm | None = None
    status: TermReviewStatus | None = None
    due: bool = False
    overdue: bool = False
