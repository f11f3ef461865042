"""What a list of activities can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import Month, RegionCode
from services.contracts.codes import ActivityType


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """`school_id` and `county_code` (a city or province too) mean either side of the pairing."""

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    type: ActivityType | None = None
    month: Annotated[Month | None, Query()] = None
    include_void: bool = False
