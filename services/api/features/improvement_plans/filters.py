"""What a list of improvement plans can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import ImprovementResult, ImprovementStatus


@dataclass(frozen=True, slots=True)
class ImprovementFilter:
    """`school_id` and `county_code` (a city or province too) are the weak school's; void plans need `status=void`.

    `lagging`: taken by the county, with a milestone past its day.
    """

    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    pairing_id: UUID | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    status: ImprovementStatus | None = None
    result: ImprovementResult | None = None
    lagging: bool = False


@dataclass(frozen=True, slots=True)
class WithoutPlanFilter:
    """Which school year, the present one when nothing is said, and where."""

    school_year: Annotated[SchoolYear | None, Query()] = None
    county_code: Annotated[RegionCode | None, Query()] = None
