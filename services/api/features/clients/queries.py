"""The selects of clients."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.clients.models import ApiClient
from services.api.kernel.scope import Party, Scope

USE_NOTED_EVERY = timedelta(hours=1)
client: Any = ApiClient


@cache
def directory() -> Subquery:
    """What access checks and pages of other features read of a client."""
    columns = (
        client.id, client.client_id, client.name, client.region_code, client.scopes, client.secret_digest,
        client.expires_on, client.revoked_at,
    )  # fmt: skip
    return select(*columns).subquery("clients")


def visible(scope: Scope) -> Select[ApiClient]:
    """The clients of the caller's region."""
    return select(ApiClient).where(scope.rows([Party(county=client.region_code)]))


async def for_change(db: AsyncSession, scope: Scope, client_id: UUID) -> ApiClient | None:
    """One client of the caller's region, locked."""
    return (await db.execute(visible(scope).where(client.id == client_id).with_for_update())).scalar_one_or_none()


async def note_use(db: AsyncSession, client_id: UUID, now: datetime) -> None:
    """Remember to the hour when a client last came (E-68.5)."""
    found = (await db.execute(select(ApiClient).where(client.id == client_id).with_for_update())).scalar_one()
    if found.last_used_at is None or now - found.last_used_at >= USE_NOTED_EVERY:
        found.last_used_at = now


async def any_named(db: AsyncSession, prefix: str) -> bool:
    """Whether any client's public name begins so."""
    return (
        await db.scalar(select(client.id).where(client.client_id.startswith(prefix, autoescape=True)).limit(1))
        is not None
    )


async def one(db: AsyncSession, scope: Scope, client_id: UUID) -> ApiClient | None:
    """One client of the caller's region."""
    return (await db.execute(visible(scope).where(client.id == client_id))).scalar_one_or_none()


def listed(scope: Scope, *, revoked: bool | None, expires_by: date | None) -> Select[Any]:
    """The clients of the caller's region, as columns."""
    columns = select(
        client.id, client.version, client.client_id, client.name, client.region_code, client.scopes,
        client.expires_on, client.revoked_at, client.last_used_at,
    ).where(scope.rows([Party(county=client.region_code)]))  # fmt: skip
    if expires_by is not None:
        columns = columns.where(client.expires_on <= expires_by)
    if revoked is None:
        return columns
    return columns.where(client.revoked_at.is_not(None) if revoked else client.revoked_at.is_(None))


async def named(db: AsyncSession, client_id: UUID) -> tuple[str, str]:
    """Public name and name of a client."""
    row = (await db.execute(select(client.client_id, client.name).where(client.id == client_id))).one()
    return row.client_id, row.name
