"""Positions and the hash chain of the log, given after commit in (version, id) order (architecture §7)."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.api.kernel.bulk import insert_unless_there
from services.api.kernel.events import Event, EventHead
from services.api.kernel.ids import new_id

BATCH = 500
JOINED_LATER = ("left_county_code", "other_left_county_code", "record")
"""Fields that older events do not have: in a digest only where they say something, so that old links stay valid."""
LINKS_AT_ONCE = 2000
_LINKED = tuple(Event.__table__.c)  # type: ignore[attr-defined] # every table class has it
"""Plain columns: an entity of each of some million events takes longer to make than to check."""
HEAD_ID = UUID("00000000-0000-7000-8000-000000000001")

NO_EPOCH = UUID(int=0)


def payload_digest(event: Any) -> str:
    """SHA-256 over everything of an event that may never change."""
    payload = [
        str(event.id),
        event.county_code,
        event.other_county_code,
        event.entity,
        str(event.entity_id),
        event.entity_version,
        event.action,
        event.actor_kind,
        str(event.actor_id) if event.actor_id else None,
        str(event.on_behalf_of) if event.on_behalf_of else None,
        event.request_id,
        event.changes,
        event.at.isoformat(),
    ]
    later = {name: getattr(event, name) for name in JOINED_LATER if getattr(event, name) is not None}
    if later:
        payload.append(later)
    raw = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(raw.encode()).hexdigest()


def chained(previous: str, position: int, digest: str) -> str:
    """The next link."""
    return hashlib.sha256(f"{previous}:{position}:{digest}".encode()).hexdigest()


async def give_positions(session: AsyncSession, now: datetime, batch: int = BATCH) -> int:
    """Number the next events under a lock on the head row; how many were numbered."""
    head = await locked_head(session, now)
    waiting = (
        (
            await session.execute(
                select(Event)
                .where(col(Event.position).is_(None))
                .order_by(col(Event.entity_version), col(Event.id))
                .limit(batch)
            )
        )
        .scalars()
        .all()
    )
    position, link = head.position, head.hash
    rows = []
    for event in waiting:
        position += 1
        link = chained(link, position, payload_digest(event))
        rows.append({"county_code": event.county_code, "id": event.id, "position": position, "hash": link})
    if rows:
        await session.execute(update(Event), rows, execution_options={"writes_own_events": True})
        head.position, head.hash, head.positioned_at = position, link, now
    return len(rows)


async def locked_head(session: AsyncSession, now: datetime) -> EventHead:
    """The head row, locked; made when it is not there yet, once however many begin at the same time."""
    statement = select(EventHead).where(col(EventHead.id) == HEAD_ID).with_for_update()
    head = (await session.execute(statement)).scalar_one_or_none()
    if head is None:
        await insert_unless_there(session, EventHead(id=HEAD_ID, version=1, positioned_at=now))
        head = (await session.execute(statement)).scalar_one()
    return head


async def head_position(session: AsyncSession) -> int:
    """The last position given; 0 at the beginning."""
    found = await session.scalar(select(col(EventHead.position)).where(col(EventHead.id) == HEAD_ID))
    return int(found or 0)


async def begin_epoch(session: AsyncSession, now: datetime) -> UUID:
    """After a restore positions may be given a second time: a new epoch makes every cursor from before answer 410."""
    head = await locked_head(session, now)
    head.epoch = new_id()
    return head.epoch


async def log_head(session: AsyncSession) -> tuple[UUID, int]:
    """The epoch and the last position given. Before the first one there is neither: the nil UUID and 0."""
    statement = select(col(EventHead.epoch), col(EventHead.position)).where(col(EventHead.id) == HEAD_ID)
    found = (await session.execute(statement)).one_or_none()
    return (found.epoch, int(found.position)) if found else (NO_EPOCH, 0)


async def waiting_events(session: AsyncSession) -> int:
    """How many events have no position yet: the worker's lag."""
    return int(await session.scalar(select(func.count()).select_from(Event).where(col(Event.position).is_(None))) or 0)


async def first_broken_link(session: AsyncSession) -> int | None:
    """The first position whose hash does not follow, or None when the chain is whole."""
    previous, expected = "", 0
    rows = select(*_LINKED).where(col(Event.position).is_not(None)).order_by(col(Event.position))
    async for event in await session.stream(rows, execution_options={"yield_per": LINKS_AT_ONCE}):
        expected += 1
        if event.position != expected or event.hash != chained(previous, expected, payload_digest(event)):
            return expected
        previous = event.hash
    return None
