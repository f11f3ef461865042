"""What a list of teams can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import SchoolYear


@dataclass(frozen=True, slots=True)
class TeamFilter:
    """Teams of a pairing or of a school year."""

    pairing_id: UUID | None = None
    school_year: Annotated[SchoolYear | None, Query()] = None
