"""What the list of refusals can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import SchoolYear
from services.contracts.codes_refusals import RefusalMeasure, RefusalStatus


@dataclass(frozen=True, slots=True)
class RefusalFilter:
    """`q` is the person's name, `measure` what was decided and stands. Void cases are left out unless asked for.

    `waiting`: not decided yet; for the person and the school those that wait to be heard.
    """

    q: SearchText = None
    status: RefusalStatus | None = None
    measure: RefusalMeasure | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
    school_id: UUID | None = None
    person_id: UUID | None = None
    waiting: bool = False
