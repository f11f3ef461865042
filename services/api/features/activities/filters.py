"""What the lists of joint work can be narrowed by.

`school_id` and `county_code` (a city or province too) mean either side of the pairing.
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import Day, Month, RegionCode, SchoolYear
from services.contracts.codes import ActivityType, DecisionStatus, PlannedStatus, SchoolTerm


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """Void records need `include_void`."""

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    type: ActivityType | None = None
    month: Annotated[Month | None, Query()] = None
    include_void: bool = False
    mentor_pair_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Void decisions need `status=void`; `overdue`: open after their last day."""

    pairing_id: UUID | None = None
    activity_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    status: DecisionStatus | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class BaseSchoolFilter:
    """A term is one half of a school year."""

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    term: SchoolTerm | None = None


@dataclass(frozen=True, slots=True)
class PlannedFilter:
    """`open`: neither recorded nor cancelled, whether its day has come or not."""

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    plan_id: UUID | None = None
    status: PlannedStatus | None = None
    open: bool = False
    month: Annotated[Month | None, Query()] = None
    from_on: Annotated[Day | None, Query()] = None


@dataclass(frozen=True, slots=True)
class JointWorkFilter:
    """One pairing, or a school's, or with neither everything in scope."""

    pairing_id: UUID | None = None
    school_id: UUID | None = None
