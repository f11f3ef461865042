"""The selects of invitations."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts.models import Invitation, User
from services.api.features.accounts.queries import party
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import InvitationStatus, Role

invitation: Any = Invitation
user: Any = User


def is_open(now: datetime) -> ColumnElement[bool]:
    """Neither used nor taken back nor run out."""
    return and_(invitation.used_at.is_(None), invitation.revoked_at.is_(None), invitation.expires_at > now)


def _of(status: InvitationStatus, now: datetime) -> ColumnElement[bool]:
    untouched = and_(invitation.used_at.is_(None), invitation.revoked_at.is_(None))
    ways: dict[InvitationStatus, ColumnElement[bool]] = {
        InvitationStatus.open: is_open(now),
        InvitationStatus.used: invitation.used_at.is_not(None),
        InvitationStatus.revoked: and_(invitation.used_at.is_(None), invitation.revoked_at.is_not(None)),
        InvitationStatus.expired: and_(untouched, invitation.expires_at <= now),
    }
    return ways[status]


def listed(scope: Scope, status: InvitationStatus | None, user_id: UUID | None, now: datetime) -> Select[Any]:
    """Invitations of accounts in scope, with their people."""
    rows = select(
        invitation.id, invitation.version, invitation.user_id, invitation.channel, invitation.created_at,
        invitation.expires_at, invitation.used_at, invitation.revoked_at, user.username, user.name, user.role,
        user.region_code, user.school_id,
    ).join(User, user.id == invitation.user_id).where(scope.rows([party()]))  # fmt: skip
    if status is not None:
        rows = rows.where(_of(status, now))
    return rows.where(invitation.user_id == user_id) if user_id is not None else rows


async def for_change(db: AsyncSession, scope: Scope, invitation_id: UUID) -> tuple[Invitation, User] | None:
    """One invitation in scope, locked, with its account."""
    found = (
        select(Invitation, User).join(User, user.id == invitation.user_id)
        .where(invitation.id == invitation_id, scope.rows([party()])).with_for_update(of=Invitation)
    )  # fmt: skip
    row = (await db.execute(found)).one_or_none()
    return (row[0], row[1]) if row is not None else None


async def open_of(db: AsyncSession, user_ids: Collection[UUID], now: datetime) -> list[Invitation]:
    """The open invitations of accounts, locked."""
    found = select(Invitation).where(invitation.user_id.in_(user_ids), is_open(now)).order_by(invitation.id)
    return list((await db.scalars(found.with_for_update())).all())


async def open_until(db: AsyncSession, user_ids: Collection[UUID], now: datetime) -> dict[UUID, datetime]:
    """User → the end of the open invitation."""
    found = select(invitation.user_id, invitation.expires_at).where(invitation.user_id.in_(user_ids), is_open(now))
    return {row.user_id: row.expires_at for row in await db.execute(found)}


async def by_token(db: AsyncSession, digest: str) -> Any:
    """Invitation and account of a link, whatever their state."""
    found = select(Invitation, User).join(User, user.id == invitation.user_id)
    return (await db.execute(found.where(invitation.token_digest == digest))).one_or_none()


async def newest_of(db: AsyncSession, username: str) -> Any:
    """An account and its newest invitation, which may be None."""
    found = (
        select(User, Invitation).outerjoin(Invitation, invitation.user_id == user.id)
        .where(user.username == username).order_by(invitation.created_at.desc(), invitation.id.desc()).limit(1)
    )  # fmt: skip
    return (await db.execute(found)).one_or_none()


async def locked(db: AsyncSession, invitation_id: UUID) -> Invitation:
    """One invitation, locked."""
    return (await db.scalars(select(Invitation).where(invitation.id == invitation_id).with_for_update())).one()


def outside(
    scope: Scope,
    roles: Collection[Role],
    region_code: str | None,
    school_id: UUID | None,
    among: Select[Any] | None = None,
) -> Select[Any]:
    """Accounts in scope that nobody has used yet; `among` selects ids."""
    rows = select(User).where(
        scope.rows([party()]), user.role.in_(roles), user.last_sign_in_at.is_(None), user.disabled_at.is_(None)
    )
    if region_code is not None:
        rows = rows.where(below(user.region_code, prefix_of(region_code)))
    if school_id is not None:
        rows = rows.where(user.school_id == school_id)
    if among is not None:
        rows = rows.where(user.id.in_(among))
    return rows.order_by(user.region_code, user.school_id, user.username)


async def count_invited(db: AsyncSession, accounts: Select[Any], now: datetime) -> int:
    """How many of these accounts have an open invitation."""
    ids = accounts.order_by(None).with_only_columns(user.id)
    rows = select(func.count(invitation.user_id.distinct())).where(invitation.user_id.in_(ids), is_open(now))
    return int(await db.scalar(rows) or 0)


async def count(db: AsyncSession, rows: Select[Any]) -> int:
    """How many rows a select has."""
    return int(await db.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0)
