"""What a list of leading groups can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import Day, RegionCode


@dataclass(frozen=True, slots=True)
class LeadingGroupFilter:
    """One owner, or all; `on`: those that led on a day. Void ones only with `voided=true`."""

    region_code: Annotated[RegionCode | None, Query()] = None
    school_id: UUID | None = None
    pairing_id: UUID | None = None
    on: Annotated[Day | None, Query()] = None
    voided: bool = False
