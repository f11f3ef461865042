"""What a list of regions can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import Day, RegionCode
from services.contracts.codes import RegionLevel


@dataclass(frozen=True, slots=True)
class RegionFilter:
    """`on` keeps the regions that exist on that day."""

    q: SearchText = None
    parent_code: Annotated[RegionCode | None, Query()] = None
    level: RegionLevel | None = None
    on: Day | None = None
