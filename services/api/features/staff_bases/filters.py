"""What the list of staff bases can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear


@dataclass(frozen=True, slots=True)
class StaffBaseFilter:
    """`region_code` may be a city or a province; `current`: without those that a later revision took the place of."""

    region_code: Annotated[RegionCode | None, Query()] = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    current: bool = False
