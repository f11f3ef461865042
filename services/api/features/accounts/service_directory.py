"""What other features and the operators' commands ask of accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import queries
from services.api.features.accounts.models import User
from services.api.features.clients import service as clients
from services.api.kernel import events
from services.api.kernel.context import Ctx
from services.api.kernel.scope import Permission
from services.contracts.codes import Role

DEMO_USERNAME, DEMO_CLIENT = "demo.", "demo-"
ENDED_SESSIONS_KEPT = timedelta(days=7)
TRIES_KEPT = timedelta(days=2)


async def names(db: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of users by id; for people, never for clients. One query."""
    return await queries.names(db, set(user_ids)) if user_ids else {}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who did something; `name` is None for those who may not see the account."""

    name: str | None
    role: Role


async def actors(ctx: Ctx, user_ids: Collection[UUID]) -> dict[UUID, Actor]:
    """Who these users are, as far as the caller may see accounts: the role for people, the name in scope. One query."""
    if not user_ids or ctx.principal.is_client:
        return {}
    may_read = Permission.user_read in ctx.principal.permissions
    return {
        row.id: Actor(row.name if may_read and ctx.principal.covers(row.region_code) else None, row.role)
        for row in await queries.actors(ctx.db, user_ids)
    }


def of_school(school_id: UUID) -> Select[Any]:
    """Ids of a school's accounts, for the log of changes."""
    return queries.of_school(school_id)


async def reporters(db: AsyncSession, school_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and phone of each school's reporter; with several the oldest account: who leaves hands over. One query."""
    rows = await queries.reporters(db, set(school_ids)) if school_ids else []
    return {row.school_id: (row.name, row.phone) for row in reversed(rows)}


async def forget_old(db: AsyncSession, now: datetime) -> int:
    """Delete sign-ins that ended a week ago and counts of wrong passwords older than two days; how many rows."""
    return await queries.forget_ended(db, now - ENDED_SESSIONS_KEPT, now - TRIES_KEPT)


async def has_demo_accounts(db: AsyncSession) -> bool:
    """Whether accounts or clients of the demo are in this database."""
    return await queries.any_named(db, DEMO_USERNAME) or await clients.any_named(db, DEMO_CLIENT)


async def make_administrator(db: AsyncSession, username: str, name: str, region_code: str, password_hash: str) -> User:
    """The first administrator, who must set a password; for the operators' command line."""
    user = User(
        username=username, name=name, role=Role.administrator, region_code=region_code, password_hash=password_hash
    )
    db.add(user)
    events.name_action(db, user, "created")
    await db.flush()
    return user
