"""What a list of provincial systems can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from services.contracts.base import Day


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """`expires_by`: those whose last day is not later."""

    revoked: bool | None = None
    expires_by: Annotated[Day | None, Query()] = None
