"""What a day's whereabouts can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import Day, RegionCode
from services.contracts.codes import DayState, Direction, ExchangeMode


@dataclass(frozen=True, slots=True)
class DayFilter:
    """`on` is today when it is left out; `school_id` and `county_code` (a city or province too) mean either side."""

    on: Annotated[Day | None, Query()] = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    mode: ExchangeMode | None = None
    direction: Direction | None = None
    state: DayState | None = None
