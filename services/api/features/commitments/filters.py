"""What a list of commitments can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import Day, RegionCode
from services.contracts.codes import AidArea, CommitmentState


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """`school_id` and `county_code` (a city or province too) mean either side of the pairing.

    `on` is the day that the progress is counted for, today when it is left out; `lagging` finds what is behind or
    overdue. Both, and `state`, look at pairings that run only.
    """

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    aid_area: AidArea | None = None
    state: CommitmentState | None = None
    lagging: bool = False
    on: Annotated[Day | None, Query()] = None
    include_void: bool = False

    @property
    def by_progress(self) -> bool:
        """Whether rows are chosen by what is counted, not by what is stored."""
        return self.state is not None or self.lagging
