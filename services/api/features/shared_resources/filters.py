"""What a list of shared papers can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import Day, RegionCode
from services.contracts.codes import ResourceKind


@dataclass(frozen=True, slots=True)
class SharedResourceFilter:
    """`school_id` and `county_code` mean either side; `giver_school_id` who shared. Void ones are left out."""

    kind: ResourceKind | None = None
    pairing_id: UUID | None = None
    school_id: UUID | None = None
    giver_school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    from_on: Annotated[Day | None, Query()] = None
    until_on: Annotated[Day | None, Query()] = None
    include_void: bool = False
