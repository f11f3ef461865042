"""What a list of mentor pairs can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import LONGEST_SEARCH, SearchText
from services.contracts.base import RegionCode, ShortLine
from services.contracts.codes import MentorKind, MentorPairStatus


@dataclass(frozen=True, slots=True)
class MentorPairFilter:
    """`q` is the name of mentor or mentee; `school_id`, `county_code` and `person_id` mean either of them.

    Void pairs are left out unless they are asked for by `status`. `open`: those that have not ended; `over`:
    those of them whose last day has passed.
    """

    q: SearchText = None
    status: MentorPairStatus | None = None
    kind: MentorKind | None = None
    subject: Annotated[ShortLine | None, Query()] = None
    pairing_id: UUID | None = None
    school_id: UUID | None = None
    person_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    open: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Who may become mentor or mentee: a name, and the pairing whose schools are looked at besides the caller's.

    `school_id`: of those, this school's people alone.
    """

    q: Annotated[ShortLine, Query(max_length=LONGEST_SEARCH)]
    pairing_id: UUID | None = None
    school_id: UUID | None = None
