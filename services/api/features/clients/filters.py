"""What a list of provincial systems, and one's usage, can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from services.contracts.base import Day


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """`expires_by`: those whose last day is not later."""

    revoked: bool | None = None
    expires_by: Annotated[Day | None, Query()] = None


@dataclass(frozen=True, slots=True)
class UsageFilter:
    """First and last day in Asia/Shanghai, both inside; by default the thirty days up to today."""

    from_on: Annotated[Day | None, Query()] = None
    to_on: Annotated[Day | None, Query()] = None
