"""What a list of heard lessons can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import LONGEST_SEARCH, SearchText
from services.contracts.base import Day, RegionCode, ShortLine
from services.contracts.codes import LessonStatus


@dataclass(frozen=True, slots=True)
class LessonRecordFilter:
    """`q` is the name of who taught or who heard; `school_id`, `county_code` and `person_id` mean either of them.

    Void records are left out unless they are asked for by `status`. `to_reflect`: the reflection is still to be
    written, for a teacher the own one. `from_on` and `until_on` are days of the lesson.
    """

    q: SearchText = None
    status: LessonStatus | None = None
    subject: Annotated[ShortLine | None, Query()] = None
    pairing_id: UUID | None = None
    activity_id: UUID | None = None
    mentor_pair_id: UUID | None = None
    school_id: UUID | None = None
    person_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    from_on: Annotated[Day | None, Query()] = None
    until_on: Annotated[Day | None, Query()] = None
    to_reflect: bool = False


@dataclass(frozen=True, slots=True)
class ColleaguesFilter:
    """Who may be chosen: a name, and the pairing whose schools are looked at."""

    q: Annotated[ShortLine, Query(max_length=LONGEST_SEARCH)]
    pairing_id: UUID
