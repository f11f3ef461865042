"""The feed of changes from which another system keeps a copy of the records (architecture §7)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from services.contracts.base import Out

CURSOR_EXAMPLE = "019ac0de-0000-7000-8000-000000000001.48211"
Cursor = Annotated[str, Field(examples=[CURSOR_EXAMPLE])]
"""Where a reader stands. To be kept and sent back as it is; what it is made of may change."""


class ChangeItem(Out):
    """One change of one row that the caller sees, or that it saw until this change.

    `entity` and `id` name the row, `version` is the row's after the change. `record` has all public fields as they
    stood then: put it in place of the copy when `version` is not smaller than the copy's. It is null for a tombstone,
    and for changes from before the product kept it: then only `changes` is known. With `tombstone` the row has left
    what the caller sees: take the copy away, unless it has a greater version.
    """

    position: Annotated[int, Field(examples=[48211])]
    entity: Annotated[str, Field(examples=["assignment"])]
    id: Annotated[UUID, Field(examples=["019b0c5e-7a10-7c3e-9d51-3f2a6b7c8d9e"])]
    version: Annotated[int, Field(examples=[3])]
    action: Annotated[str, Field(examples=["confirm"])]
    at: datetime
    county_code: Annotated[str | None, Field(examples=["610304"])]
    other_county_code: Annotated[str | None, Field(examples=["610302"])]
    tombstone: bool
    changes: Annotated[
        dict[str, dict[str, Any]], Field(examples=[{"status": {"from": "planned", "to": "county_confirmed"}}])
    ]
    record: Annotated[dict[str, Any] | None, Field(examples=[{"status": "county_confirmed", "mode": "rotation"}])]


class ChangesPage(Out):
    """Changes in the order of their positions.

    `next_cursor` is never null: send it as `after` next time, also when the page is empty. `more`: ask again at once;
    else wait a little. `as_of_position` is the last position that there was.
    """

    items: list[ChangeItem]
    next_cursor: Cursor
    more: bool
    epoch: Annotated[UUID, Field(examples=["019ac0de-0000-7000-8000-000000000001"])]
    as_of_position: Annotated[int, Field(examples=[48260])]
