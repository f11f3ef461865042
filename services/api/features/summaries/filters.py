"""What lists of summaries can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import RegionCode, SchoolYear
from services.contracts.codes import SummaryStatus


@dataclass(frozen=True, slots=True)
class SummaryFilter:
    """`school_id` and `county_code` mean either side."""

    status: SummaryStatus | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    assignment_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Who owes a summary for `school_year`, by default the one dealt with, or has written one.

    `q` is the teacher's name; `missing`: not handed in yet; `overdue`: nor by the last day served; `to_do`: waiting
    for the caller's own act, such as the review.
    """

    q: SearchText = None
    status: SummaryStatus | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    assignment_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    missing: bool = False
    overdue: bool = False
    to_do: bool = False


@dataclass(frozen=True, slots=True)
class TallyFilter:
    """Which school year is counted, and of whom."""

    school_year: Annotated[SchoolYear | None, Query()] = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
