"""What a list of persons can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import RegionCode
from services.contracts.codes import HonourType, Post, Title


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """`q` finds former names too; `county_code` may be a city or a province; `honour` is one that holds today."""

    q: SearchText = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    post: Post | None = None
    title: Title | None = None
    honour: HonourType | None = None
    include_left: bool = False
