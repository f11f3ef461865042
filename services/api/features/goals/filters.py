"""What lists of goals and plans can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import GoalStanding, GoalStatus, PersonalPlanStatus


@dataclass(frozen=True, slots=True)
class GoalFilter:
    """`school_id` and `county_code` mean either side, `school_year` the year in which the assignment began.

    `standing` is what was said last of how a goal comes along, of goals that are not judged yet.
    Goals that were replaced or taken back are left out unless they are asked for by `status`.
    """

    assignment_id: UUID | None = None
    status: GoalStatus | None = None
    standing: GoalStanding | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """`school_id` and `county_code` mean either side, `receiving_school_id` the school that agrees."""

    assignment_id: UUID | None = None
    status: PersonalPlanStatus | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    school_id: UUID | None = None
    receiving_school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
