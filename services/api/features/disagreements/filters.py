"""What a list of disagreements can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode
from services.contracts.codes import AssignmentParty, DisagreementStatus


@dataclass(frozen=True, slots=True)
class DisagreementFilter:
    """`waiting`: open ones that wait for the caller: its decision, or the word of its county or school.

    `county_code` (a city or province too) and `school_id` mean either side.
    """

    status: DisagreementStatus | None = None
    assignment_id: UUID | None = None
    raised_by: AssignmentParty | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    waiting: bool = False
