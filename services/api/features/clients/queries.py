"""The selects of clients and their secrets."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.clients.models import ApiClient, ClientSecret
from services.api.kernel.scope import Party, Scope

USE_NOTED_EVERY = timedelta(hours=1)
MOST_SECRETS_SHOWN = 10
client: Any = ApiClient
_S: Any = ClientSecret


@cache
def directory() -> Subquery:
    """What access checks and pages of other features read of a client; `region_code` is the region that it sees."""
    columns = (
        client.id, client.client_id, client.name, _seen().label("region_code"), client.scopes, client.addresses,
        client.daily_quota, client.expires_on, client.revoked_at, client.sandbox_code,
    )  # fmt: skip
    return select(*columns).subquery("clients")


def _seen() -> Any:
    return func.coalesce(client.sandbox_code, client.region_code)


async def credentials(db: AsyncSession, client_id: str, now: datetime) -> Sequence[Any]:
    """A client by its public name, a row for each of its secrets in use; none without one."""
    columns = select(
        client.id, client.scopes, client.addresses, client.expires_on, client.revoked_at,
        _S.id.label("secret_id"), _S.digest, _S.ends_at, _S.last_used_at,
    ).join(_S, _S.client_id == client.id)  # fmt: skip
    good = or_(_S.ends_at.is_(None), _S.ends_at > now)
    return (await db.execute(columns.where(client.client_id == client_id, good).order_by(_S.id))).all()


def visible(scope: Scope) -> Select[ApiClient]:
    """The clients of the caller's region."""
    return select(ApiClient).where(scope.rows([Party(county=client.region_code)]))


async def for_change(db: AsyncSession, scope: Scope, client_id: UUID) -> ApiClient | None:
    """One client of the caller's region, locked."""
    return (await db.execute(visible(scope).where(client.id == client_id).with_for_update())).scalar_one_or_none()


async def of_itself(db: AsyncSession, client_id: UUID) -> ApiClient:
    """The client that asks, locked."""
    return (await db.execute(select(ApiClient).where(client.id == client_id).with_for_update())).scalar_one()


async def secrets_for_change(db: AsyncSession, client_id: UUID) -> Sequence[ClientSecret]:
    """All secrets of a client, oldest first; the client is locked already."""
    return (await db.execute(select(_S).where(_S.client_id == client_id).order_by(_S.id))).scalars().all()


async def secrets(db: AsyncSession, client_id: UUID) -> Sequence[Any]:
    """The newest secrets of a client without their digests."""
    columns = select(_S.id, _S.made_at, _S.ends_at, _S.last_used_at).where(_S.client_id == client_id)
    return (await db.execute(columns.order_by(_S.made_at.desc(), _S.id.desc()).limit(MOST_SECRETS_SHOWN))).all()


async def note_use(db: AsyncSession, secret_id: UUID, now: datetime) -> None:
    """Remember to the hour when a secret was last used (E-68.5)."""
    found = (await db.execute(select(ClientSecret).where(_S.id == secret_id).with_for_update())).scalar_one()
    if found.last_used_at is None or now - found.last_used_at >= USE_NOTED_EVERY:
        found.last_used_at = now


async def any_named(db: AsyncSession, prefix: str) -> bool:
    """Whether any client's public name begins so."""
    return (
        await db.scalar(select(client.id).where(client.client_id.startswith(prefix, autoescape=True)).limit(1))
        is not None
    )


async def one(db: AsyncSession, scope: Scope, client_id: UUID) -> Any | None:
    """One client of the caller's region, as columns."""
    return (await db.execute(_columns(scope).where(client.id == client_id))).one_or_none()


def listed(scope: Scope, *, revoked: bool | None, expires_by: date | None) -> Select[Any]:
    """The clients of the caller's region, as columns."""
    columns = _columns(scope)
    if expires_by is not None:
        columns = columns.where(client.expires_on <= expires_by)
    if revoked is None:
        return columns
    return columns.where(client.revoked_at.is_not(None) if revoked else client.revoked_at.is_(None))


def _columns(scope: Scope) -> Select[Any]:
    last_used = select(func.max(_S.last_used_at)).where(_S.client_id == client.id).scalar_subquery()
    return select(
        client.id, client.version, client.client_id, client.name, client.region_code, client.scopes, client.contact,
        client.description, client.legal_basis, client.basis_number, client.basis_on, client.addresses,
        client.daily_quota, client.expires_on, client.revoked_at, client.sandbox_code, last_used.label("last_used_at"),
    ).where(scope.rows([Party(county=client.region_code)]))  # fmt: skip


async def own(db: AsyncSession, client_id: UUID) -> Any:
    """What a client is told of itself."""
    columns = select(
        client.id, client.client_id, client.name, _seen().label("region_code"), client.scopes, client.addresses,
        client.expires_on, client.sandbox_code,
    )  # fmt: skip
    return (await db.execute(columns.where(client.id == client_id))).one()


async def named(db: AsyncSession, client_id: UUID) -> tuple[str, str]:
    """Public name and name of a client."""
    row = (await db.execute(select(client.client_id, client.name).where(client.id == client_id))).one()
    return row.client_id, row.name
