"""What a list of staff can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import RegionCode
from services.contracts.codes import Post, Stage, Title


@dataclass(frozen=True, slots=True)
class StaffFilter:
    """`in_service=false` gives those whose employment has ended; `county_code` may be a city or a province too."""

    q: SearchText = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    post: Post | None = None
    title: Title | None = None
    stage: Stage | None = None
    in_service: bool | None = True
