"""What lists of assignments and teams can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import Day, RegionCode, SchoolYear
from services.contracts.codes import AssignmentStatus, Direction, ExchangeMode


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """`school_id` and `county_code` (a city or province too) mean either side.

    `on`: who is there on a day; `starts_by`, `ends_by`: first or last day not later;
    `to_confirm`: planned ones that lack the caller's own confirmation.
    """

    q: SearchText = None
    status: AssignmentStatus | None = None
    school_id: UUID | None = None
    sending_school_id: UUID | None = None
    receiving_school_id: UUID | None = None
    staff_id: UUID | None = None
    direction: Direction | None = None
    mode: ExchangeMode | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    pairing_id: UUID | None = None
    team_id: UUID | None = None
    on: Annotated[Day | None, Query()] = None
    county_code: Annotated[RegionCode | None, Query()] = None
    starts_by: Annotated[Day | None, Query()] = None
    ends_by: Annotated[Day | None, Query()] = None
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class TeamFilter:
    """Teams of a pairing or of a school year."""

    pairing_id: UUID | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
