"""A lease row makes one of many worker processes the leader of a loop (architecture §9)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from services.api.kernel.bulk import insert_unless_there
from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Instant

LEASE_SECONDS = 30
without_events("worker_lease", "which process leads a periodic loop")


class WorkerLease(Base, table=True):
    """Who leads a loop, and until when."""

    __tablename__ = "worker_lease"

    name: str = Field(primary_key=True, max_length=40)
    holder: UUID
    until: datetime = Field(sa_type=Instant, nullable=False)
    last_run_at: datetime | None = Field(default=None, sa_type=Instant)


async def take_lease(session: AsyncSession, name: str, holder: UUID, now: datetime) -> bool:
    """Take or renew the lease; False when another process holds it."""
    statement = select(WorkerLease).where(col(WorkerLease.name) == name).with_for_update()
    lease = (await session.execute(statement)).scalar_one_or_none()
    if lease is None:
        await insert_unless_there(session, WorkerLease(name=name, holder=holder, until=now))
        lease = (await session.execute(statement)).scalar_one()
    if lease.holder != holder and lease.until > now:
        return False
    lease.holder, lease.until, lease.last_run_at = holder, now + timedelta(seconds=LEASE_SECONDS), now
    return True
