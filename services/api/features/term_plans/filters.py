"""What a list of term plans can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import PlanSpan, TermPlanStatus


@dataclass(frozen=True, slots=True)
class TermPlanFilter:
    """`school_id` and `county_code` (a city or province too) mean either side.

    Void plans and those that a revision replaced are left out unless they are asked for by `status`. `present`: those
    whose term or school year holds today.
    """

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    span: PlanSpan | None = None
    status: TermPlanStatus | None = None
    present: bool = False
