"""Selects of sandboxes: a client asks for its own alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.sandbox.models import Sandbox, SandboxStory
from services.contracts.codes import SandboxScenario

_S: Any = Sandbox
_T: Any = SandboxStory


async def current(db: AsyncSession, client_id: UUID, *, locked: bool = False) -> Sandbox | None:
    """The sandbox of a client that is in use; locked, steps and resets of one client come one after the other."""
    rows = select(Sandbox).where(_S.client_id == client_id).order_by(_S.run.desc()).limit(1)
    if locked:
        rows = rows.with_for_update()
    return (await db.scalars(rows)).one_or_none()


async def made_on(db: AsyncSession, client_id: UUID, day: date) -> int:
    """How many sandboxes of a client began anew on a day."""
    counted = select(func.count()).where(_S.client_id == client_id, _S.made_on == day, _S.run > 1)
    return int(await db.scalar(counted) or 0)


async def stories(db: AsyncSession, sandbox_id: UUID) -> Sequence[SandboxStory]:
    """The stories that have begun."""
    return (await db.scalars(select(SandboxStory).where(_T.sandbox_id == sandbox_id))).all()


async def story(db: AsyncSession, sandbox_id: UUID, scenario: SandboxScenario) -> SandboxStory | None:
    """One story, if it has begun; its sandbox is locked."""
    return await db.get(SandboxStory, (sandbox_id, scenario))
