"""What the list of handovers can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import FeedbackStatus, HandoverStatus


@dataclass(frozen=True, slots=True)
class HandoverFilter:
    """`school_id` and `county_code` mean either side, `q` the teacher's name, `school_year` that of the first day.

    `to_do`: waits for the caller's own act; `overdue`: the assignment is over and nothing is handed over.
    """

    q: SearchText = None
    status: HandoverStatus | None = None
    feedback_status: FeedbackStatus | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    assignment_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    overdue: bool = False
    to_do: bool = False
