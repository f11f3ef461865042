"""What lists of moves, of schools against their approved posts and of surplus measures can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import LONGEST_SEARCH, SearchText
from services.contracts.base import Day, Line, RegionCode, ShortLine
from services.contracts.codes import HeadcountState, StaffMoveKind, StaffMoveReason, StaffMoveStatus, SurplusMethod


@dataclass(frozen=True, slots=True)
class StaffMoveFilter:
    """`school_id` and `county_code` (a city or province too) mean either side, `q` the person's name.

    Withdrawn and void moves are left out unless they are asked for by `status`. `waiting`: proposed ones that the
    caller's office decides; `held`: those whose day has come and that could not be done; `to_do`: those that wait for
    a school.
    """

    q: SearchText = None
    kind: StaffMoveKind | None = None
    status: StaffMoveStatus | None = None
    reason: StaffMoveReason | None = None
    person_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    planned_from: Annotated[Day | None, Query()] = None
    planned_to: Annotated[Day | None, Query()] = None
    waiting: bool = False
    held: bool = False
    to_do: bool = False


@dataclass(frozen=True, slots=True)
class HeadcountFilter:
    """`county_code` may be a city or a province too; `q` is a name, its spelling or the code of a school."""

    q: SearchText = None
    state: HeadcountState | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    township: Annotated[Line | None, Query()] = None
    school_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SurplusMeasureFilter:
    """Void ones are left out unless `include_void`."""

    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    method: SurplusMethod | None = None
    include_void: bool = False


@dataclass(frozen=True, slots=True)
class MoveTargetFilter:
    """`q` is a name, its spelling or the code of a school."""

    q: Annotated[ShortLine, Query(max_length=LONGEST_SEARCH)]
