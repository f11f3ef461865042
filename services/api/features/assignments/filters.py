"""What lists of assignments can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import Day, RegionCode, SchoolYear
from services.contracts.codes import (
    AssignmentStatus,
    Code,
    Direction,
    ExchangeMode,
    Outcome,
    Post,
    Sex,
    Stage,
    Title,
    YearBasis,
)


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """`school_id` and `county_code` (a city or province too) mean either side.

    `on`: who is there on a day; `starts_by`, `ends_by`: first or last day not later;
    `open_after`: those planned, confirmed or in post whose last day is later: who keeps a pairing from ending that day;
    `to_confirm`: planned ones that lack the caller's own confirmation; `to_begin`: planned or confirmed ones.

    The rows behind a number of S-01 are asked for with the same words as the number: `region_code` (whom the schools
    there send), `school_year` with `basis`, `outcome=counted`, and the facts `post`, `sex`, `title`, `stage`. Facts
    are those of the home side: with one of them only rows that the caller's own region counts are found.
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
    open_after: Annotated[Day | None, Query()] = None
    to_confirm: bool = False
    to_begin: bool = False
    region_code: Annotated[RegionCode | None, Query()] = None
    basis: YearBasis = YearBasis.started
    outcome: Outcome | None = None
    post: Post | None = None
    sex: Sex | None = None
    title: Title | None = None
    stage: Stage | None = None

    @property
    def facts(self) -> dict[str, Code]:
        """The frozen facts asked for, by the names of their columns."""
        asked = {"post": self.post, "sex": self.sex, "title": self.title, "stage": self.stage}
        return {name: value for name, value in asked.items() if value is not None}
