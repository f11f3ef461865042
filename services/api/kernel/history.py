"""What happened to some rows, read from the log of events: the timeline of a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, desc, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.events import Event

LONGEST = 100
OF_A_BRANCH = 20


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of one row. `user_id` is None when the system or a client acted.

    `was`, `became`: changed field → value before and after; a new row was nothing before.
    """

    at: datetime
    entity_id: UUID
    action: str
    user_id: UUID | None
    became: dict[str, Any]
    was: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One moment in words, before the names of the users are known."""

    at: datetime
    action: str
    text: str
    user_id: UUID | None
    bad: bool = False


Tellers = dict[UUID, Callable[[Moment], Told]]
"""The rows that a page tells of besides its own, each with what puts a moment of it into words."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Rows that hang on another one and are told of in words made of their events alone.

    `ids`: the other row's id → a select of theirs; the newest twenty are told of.
    """

    ids: Callable[[UUID], Select[tuple[UUID]]]
    tell: Callable[[Moment], Told]


async def branches(db: AsyncSession, of_id: UUID, found: Sequence[Branch]) -> Tellers:
    """The rows of all branches of one row. One query."""
    each = [branch.ids(of_id).order_by(desc("id")).limit(OF_A_BRANCH).subquery() for branch in found]
    numbered = [select(literal(number).label("number"), ids.c.id) for number, ids in enumerate(each)]
    rows = await db.execute(union_all(*numbered)) if numbered else ()
    return {row.id: found[row.number].tell for row in rows}


async def history(db: AsyncSession, entity_ids: Sequence[UUID]) -> list[Moment]:
    """The newest hundred events of these rows, newest first. One query; the caller has checked the scope.

    Those of one instant stand in the order of the log; what has no position yet gets one by version, then id.
    """
    event: Any = Event
    columns = select(event.at, event.entity_id, event.action, event.actor_kind, event.actor_id, event.changes)
    order = (event.at.desc(), event.position.desc().nulls_first(), event.entity_version.desc(), event.id.desc())
    newest = columns.where(event.entity_id.in_(entity_ids)).order_by(*order).limit(LONGEST)
    return [
        Moment(
            row.at,
            row.entity_id,
            row.action,
            row.actor_id if row.actor_kind == "user" else None,
            {name: change.get("to") for name, change in row.changes.items()},
            {name: change["from"] for name, change in row.changes.items() if "from" in change},
        )
        for row in await db.execute(newest)
    ]
