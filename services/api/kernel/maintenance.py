"""Maintenance: an operator lets people read and nobody change anything, for a while, without a restart.

One row says so. It is read with the session of every request, so all processes see it at their next one; signing in,
signing out and the notes of who took what away go on, and so do the positions of what was written before.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from services.api.kernel.bulk import insert_unless_there
from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Instant
from services.api.kernel.problems import Problem

WRITES = "writes"
USUAL_WAIT, SHORTEST_WAIT, LONGEST_WAIT = 300, 30, 3600
USUAL_MESSAGE = "系统正在维护"
without_events("maintenance", "an operator's switch on the machine itself; it holds nothing about anybody")


class Maintenance(Base, table=True):
    """What is paused, since when, what people are told, and until when it is expected to last."""

    __tablename__ = "maintenance"

    name: str = Field(primary_key=True, max_length=20)
    message: str = Field(default="", max_length=200)
    since: datetime | None = Field(default=None, sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)


@dataclass(frozen=True, slots=True)
class Paused:
    """Writing is paused: the words for people, since when, and until when it is expected to be."""

    message: str
    since: datetime
    until: datetime | None

    def problem(self, now: datetime) -> Problem:
        """503 `maintenance.read_only`; Retry-After is the expected end, else five minutes, within 30 s and an hour."""
        left = (self.until - now).total_seconds() if self.until else USUAL_WAIT
        seconds = math.ceil(min(max(left, SHORTEST_WAIT), LONGEST_WAIT))
        return Problem("maintenance.read_only", headers={"Retry-After": str(seconds)}, message=self.message)


def in_force() -> ColumnElement[bool]:
    """The row, while writing is paused."""
    return and_(col(Maintenance.name) == WRITES, col(Maintenance.since).is_not(None))


def paused_of(row: Any) -> Paused | None:
    """What a row with `message`, `since` and `until` says; None when it is an outer join's empty one."""
    return Paused(row.message, row.since, row.until) if row is not None and row.since is not None else None


async def paused(session: AsyncSession) -> Paused | None:
    """Whether writing is paused now."""
    columns = select(Maintenance.message, Maintenance.since, Maintenance.until)  # type: ignore[call-overload] # columns
    return paused_of((await session.execute(columns.where(in_force()))).first())


async def pause(session: AsyncSession, message: str, now: datetime, until: datetime | None) -> None:
    """Let nobody write; said again it changes words and expected end."""
    await insert_unless_there(session, Maintenance(name=WRITES))
    row = await session.get_one(Maintenance, WRITES, with_for_update=True)
    row.message, row.since, row.until = message, row.since or now, until


async def resume(session: AsyncSession) -> None:
    """Let people write again."""
    row = await session.get(Maintenance, WRITES)
    if row is not None:
        row.since = row.until = None


async def _now(request: Request) -> Paused | None:
    async with request.app.state.database.fresh_reader() as session:
        return await paused(session)


PausedNow = Annotated[Paused | None, Depends(_now)]
"""For routes without a principal that tell of it."""


async def _refuse_while_paused(request: Request, found: PausedNow) -> None:
    if found is not None:
        raise found.problem(request.app.state.clock.now())


WhenOpen = Annotated[None, Depends(_refuse_while_paused)]
"""For the few writing routes without a principal, whose session says it for all others. 503 while paused."""
