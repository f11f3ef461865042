"""What a list of reports can be narrowed by."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import Line, Month, RegionCode
from services.contracts.codes import ReportStatus


class ReportSort(str, Enum):
    """`submitted`: longest waiting first. `due`: first due first, then by school. `month`: newest first."""

    submitted = "submitted"
    due = "due"
    month = "month"


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """`open`: the school's turn; `waiting`: sent and not decided; `overdue`: never sent and past due.

    `county_code` may be a city or a province too; `status` may be given several times.
    """

    month: Annotated[Month | None, Query()] = None
    status: Annotated[tuple[ReportStatus, ...], Query(max_length=6)] = ()
    county_code: Annotated[RegionCode | None, Query()] = None
    township: Annotated[Line | None, Query()] = None
    school_id: UUID | None = None
    q: SearchText = None
    open: bool = False
    waiting: bool = False
    overdue: bool = False
    no_change: bool | None = None
    sort: ReportSort | None = None

    @property
    def order(self) -> ReportSort:
        """The order asked for, or the one that fits the question."""
        if self.sort is not None:
            return self.sort
        if self.waiting:
            return ReportSort.submitted
        return ReportSort.due if self.open or self.overdue else ReportSort.month
