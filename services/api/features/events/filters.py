"""What the log of changes can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.paging import MAX_LIMIT

LARGEST_POSITION = 2**62


@dataclass(frozen=True, slots=True)
class EventFilter:
    """`after` is the last position already seen; `entity` a table such as `report`."""

    after: Annotated[int, Query(ge=0, le=LARGEST_POSITION)] = 0
    entity: Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")] = None
    entity_id: UUID | None = None
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50
