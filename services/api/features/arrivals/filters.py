"""What the list of arrivals can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import RegionCode, SchoolYear


@dataclass(frozen=True, slots=True)
class ArrivalFilter:
    """`school_id` and `county_code` mean either side, `q` the teacher's name, `school_year` that of the first day.

    `missing`: something is not arranged for somebody who comes soon or is there; `to_do`: and that is the caller's own
    to arrange, where the county asks for it, until thirty days after the first day.
    """

    q: SearchText = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    assignment_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    missing: bool = False
    to_do: bool = False
