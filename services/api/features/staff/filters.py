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
    """`county_code` may be a city or a province too; employments that have ended come with `include_ended` only.

    `or_school_id`: with `school_id`, people of either; `at_school`: of schools with such a name, spelling or code.
    """

    q: SearchText = None
    school_id: UUID | None = None
    or_school_id: UUID | None = None
    at_school: SearchText = None
    county_code: Annotated[RegionCode | None, Query()] = None
    post: Post | None = None
    title: Title | None = None
    stage: Stage | None = None
    include_ended: bool = False
