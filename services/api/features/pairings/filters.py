"""What a list of pairings can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import Day, Line, RegionCode
from services.contracts.codes import PairCategory, PairingStatus, PairLevel


@dataclass(frozen=True, slots=True)
class PairingFilter:
    """`school_id` and `county_code` (a city or province too) mean either side.

    `batch` is the whole name of one; `unsigned`: not both have signed yet; `to_start`: both have signed, and the
    caller is the office that may say it begins; `ends_by`: open ones whose last day is not later. `without_contacts`:
    open ones with a side that has not named leader and liaison; `without_group`: open ones that have no leading group
    today, neither of their own nor of both schools (U-33). `without_plan`: those that run today and have agreed on no
    plan for this term (W-21.1).
    """

    q: SearchText = None
    status: PairingStatus | None = None
    level: PairLevel | None = None
    category: PairCategory | None = None
    batch: Annotated[Line | None, Query()] = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    unsigned: bool = False
    to_start: bool = False
    ends_by: Annotated[Day | None, Query()] = None
    without_contacts: bool = False
    without_group: bool = False
    without_plan: bool = False
