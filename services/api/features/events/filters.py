"""What the log of changes can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.paging import MAX_LIMIT
from services.contracts.base import Day
from services.contracts.shapes import TABLE_NAME

LARGEST_POSITION = 2**62
Position = Annotated[int, Query(ge=0, le=LARGEST_POSITION)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsAsked:
    """`after` is the last position already seen; `entity` a table such as `report`.

    `newest_first` turns the order round, and `before` then is the last position already seen. `from_on` and `to_on`
    are days in Asia/Shanghai, both inside. `school_id` keeps what was done to the school, its people, accounts,
    pairings, assignments and reports.
    """

    after: Position = 0
    before: Annotated[int | None, Query(ge=0, le=LARGEST_POSITION)] = None
    newest_first: bool = False
    entity: Annotated[str | None, Query(pattern=TABLE_NAME)] = None
    entity_id: UUID | None = None
    actor_id: UUID | None = None
    school_id: UUID | None = None
    from_on: Day | None = None
    to_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter(EventsAsked):
    """One page of them."""

    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50
