"""What a list of support classes can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import LONGEST_SEARCH
from services.contracts.base import RegionCode, SchoolYear, ShortLine
from services.contracts.codes import SupportClassStatus


@dataclass(frozen=True, slots=True)
class SupportClassFilter:
    """`school_id` and `county_code` (a city or province too) mean either side. Void ones need `status=void`.

    `waiting`: applied for under a running pairing, in a county of the caller's, which has to decide. `to_do`: those
    that may wait for a school: proposed, returned, or approved and not staffed.
    """

    pairing_id: UUID | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    status: SupportClassStatus | None = None
    waiting: bool = False
    to_do: bool = False


@dataclass(frozen=True, slots=True)
class ClassPeopleFilter:
    """Whose name, or the beginning of its spelling, is looked for."""

    q: Annotated[ShortLine, Query(max_length=LONGEST_SEARCH)]
