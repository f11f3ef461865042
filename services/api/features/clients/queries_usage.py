"""The selects of what clients call, and of the calls a day that are left."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.clients.models import ClientQuota, ClientUsage
from services.api.features.clients.rules import slice_of
from services.api.kernel.bulk import add_up, insert_unless_there
from services.api.kernel.usage import Key, Tally

_U: Any = ClientUsage
_Q: Any = ClientQuota


async def add(db: AsyncSession, counted: Mapping[Key, Tally]) -> None:
    """Add one process's counts to the stored ones."""
    rows = [
        ClientUsage(
            client_id=client_id, day=day, area=area, calls=tally.calls, refused=tally.refused,
            bytes_sent=tally.bytes_sent, last_at=tally.last_at,
        )
        for (client_id, day, area), tally in counted.items()
    ]  # fmt: skip
    await add_up(db, rows, ["calls", "refused", "bytes_sent"], ["last_at"])


async def of_days(db: AsyncSession, client_id: UUID, from_on: date, to_on: date) -> Sequence[Any]:
    """A client's counts by day and area, newest day first."""
    columns = select(_U.day, _U.area, _U.calls, _U.refused, _U.bytes_sent)
    inside = columns.where(_U.client_id == client_id, _U.day >= from_on, _U.day <= to_on)
    return (await db.execute(inside.order_by(_U.day.desc(), _U.area))).all()


async def last_call(db: AsyncSession, client_id: UUID) -> datetime | None:
    """When a client called last (E-68.5)."""
    return (await db.execute(select(func.max(_U.last_at)).where(_U.client_id == client_id))).scalar()


async def take_slice(db: AsyncSession, client_id: UUID, day: date, quota: int) -> tuple[int, int]:
    """Take some of a client's calls of the day for one process: how many, and how many are taken by now."""
    found = await _quota_for_change(db, client_id, day)
    granted = slice_of(quota, max(0, quota - found.taken))
    found.taken += granted
    return granted, found.taken


async def give_back(db: AsyncSession, client_id: UUID, day: date, unused: int) -> None:
    """Let the other processes have what this one did not need."""
    found = await _quota_for_change(db, client_id, day)
    found.taken = max(0, found.taken - unused)


async def _quota_for_change(db: AsyncSession, client_id: UUID, day: date) -> ClientQuota:
    """The row of a day, locked, so that two processes never get the same calls."""
    mine = select(ClientQuota).where(_Q.client_id == client_id, _Q.day == day).with_for_update()
    found = (await db.execute(mine)).scalar_one_or_none()
    if found is None:
        await insert_unless_there(db, ClientQuota(client_id=client_id, day=day, taken=0))
        found = (await db.execute(mine)).scalar_one()
    return found


async def taken(db: AsyncSession, client_id: UUID, day: date) -> int:
    """How many of a day's calls the processes have taken."""
    return await db.scalar(select(_Q.taken).where(_Q.client_id == client_id, _Q.day == day)) or 0
