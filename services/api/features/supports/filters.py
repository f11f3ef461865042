"""What a list of funds and goods can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import SchoolTerm, SupportGiver, SupportKind, SupportStatus


@dataclass(frozen=True, slots=True)
class SupportFilter:
    """`school_id` and `county_code` (a city or province too) mean either side; void rows need `status=void`."""

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    kind: SupportKind | None = None
    giver: SupportGiver | None = None
    status: SupportStatus | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    term: SchoolTerm | None = None
