"""What a list of mentors offered and needs listed can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode, ShortLine
from services.contracts.codes import ListingKind, ListingStatus, Stage


@dataclass(frozen=True, slots=True)
class MentorListingFilter:
    """`school_id` and `county_code` (a city or province too) mean either side of the pairing.

    `open`: listed, and the last day has not passed.
    """

    pairing_id: UUID | None = None
    kind: ListingKind | None = None
    subject: Annotated[ShortLine | None, Query()] = None
    stage: Stage | None = None
    status: ListingStatus | None = None
    school_id: UUID | None = None
    county_code: Annotated[RegionCode | None, Query()] = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """The pairing whose two lists are asked for."""

    pairing_id: UUID
