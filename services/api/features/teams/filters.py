"""What a list of teams can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import TeamDirection, TeamStatus


@dataclass(frozen=True, slots=True)
class TeamFilter:
    """`school_id` and `county_code` (a city or province too) mean either side of the pairing.

    Void teams are left out unless they are asked for by `status`.
    """

    pairing_id: UUID | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    status: TeamStatus | None = None
    direction: TeamDirection | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None


@dataclass(frozen=True, slots=True)
class NumbersFilter:
    """`school_year` is the present one when it is not given; `unequal`: only where the two directions differ."""

    school_year: Annotated[SchoolYear | None, Query()] = None
    pairing_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    unequal: bool = False
