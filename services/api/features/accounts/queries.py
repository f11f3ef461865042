"""The selects of accounts and sign-ins."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts.filters import UserFilter
from services.api.features.accounts.models import SignInFailure, SignInSession, User, UserView
from services.api.features.accounts.rules import Tries
from services.api.features.clients import service as clients
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel.maintenance import Maintenance, in_force
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import RegionLevel, Role

user: Any = User
_S: Any = SignInSession
_V: Any = UserView
_F: Any = SignInFailure
_M: Any = Maintenance
ALL_ACCOUNTS = ""


@cache
def _principal_statement() -> Select[Any]:
    """Built once: every request runs it."""
    client, delegated = clients.directory(), schools.delegated_to(bindparam("today", type_=Date())).subquery()
    columns = select(
        _S.id, _S.user_id, _S.client_id, _S.revoked_at, _S.expires_at,
        user.name, user.role, user.region_code, user.school_id, user.person_id, user.disabled_at,
        user.must_set_password,
        client.c.region_code.label("client_region"), client.c.scopes, client.c.addresses, client.c.daily_quota,
        client.c.expires_on, client.c.sandbox_code,
        client.c.revoked_at.label("client_revoked_at"), _S.way, _V.viewer_id,
        delegated.c.school_id.label("delegated_school_id"),
        _M.message, _M.since, _M.until,
    )  # fmt: skip
    joined = columns.outerjoin(User, user.id == _S.user_id).outerjoin(client, client.c.id == _S.client_id)
    joined = joined.outerjoin(UserView, _V.id == _S.view_id)
    joined = joined.outerjoin(delegated, delegated.c.centre_school_id == user.school_id)
    return joined.outerjoin(Maintenance, in_force()).where(_S.id == bindparam("session_id"))


async def principal_rows(db: AsyncSession, session_id: UUID, today: date) -> Sequence[Any]:
    """A session with its user or client, in one query: a row for each school that its school reports for today."""
    return list(await db.execute(_principal_statement(), {"session_id": session_id, "today": today}))


async def credentials(db: AsyncSession, username: str) -> Any:
    """What a password is checked against."""
    columns = select(user.id, user.username, user.name, user.password_hash, user.disabled_at, user.region_code)
    return (await db.execute(columns.where(user.username == username))).one_or_none()


async def credentials_of(db: AsyncSession, user_id: UUID) -> Any:
    """The same for a signed-in user."""
    columns = select(
        user.id, user.username, user.name, user.password_hash, user.phone, user.school_id, user.external_subject
    )
    return (await db.execute(columns.where(user.id == user_id))).one()


async def user_for_change(db: AsyncSession, user_id: UUID) -> User:
    """One account, locked; the caller has already decided that it may be changed."""
    return (await db.execute(select(User).where(user.id == user_id).with_for_update())).scalar_one()


async def tries(db: AsyncSession, address: str, account: str) -> tuple[Tries, Tries]:
    """The counts of an address and of one account there."""
    rows = await db.execute(
        select(_F.username_digest, _F.failures, _F.locked_until, _F.last_at).where(
            _F.address_digest == address, _F.username_digest.in_((ALL_ACCOUNTS, account))
        )
    )
    found = {row.username_digest: Tries(row.failures, row.locked_until, row.last_at) for row in rows}
    return found.get(ALL_ACCOUNTS, Tries()), found.get(account, Tries())


async def tries_for_change(
    db: AsyncSession, address: str, account: str, now: datetime
) -> tuple[SignInFailure, SignInFailure]:
    """The two counting rows, made when missing, locked in one order."""
    maker = postgres_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    rows = [
        {"address_digest": address, "username_digest": name, "failures": 0, "last_at": now}
        for name in (ALL_ACCOUNTS, account)
    ]
    await db.execute(maker(SignInFailure).values(rows).on_conflict_do_nothing())
    mine = (_F.address_digest == address) & _F.username_digest.in_((ALL_ACCOUNTS, account))
    locked = select(SignInFailure).where(mine).order_by(_F.username_digest).with_for_update()
    first, second = (await db.execute(locked)).scalars().all()
    return first, second


async def forget_tries(db: AsyncSession, account: str, address: str | None = None) -> None:
    """Drop the counts of one account, at one address or everywhere."""
    old = delete(SignInFailure).where(_F.username_digest == account)
    await db.execute(old if address is None else old.where(_F.address_digest == address))


async def session_for_change(db: AsyncSession, session_id: UUID) -> SignInSession | None:
    """One sign-in, locked."""
    found = select(SignInSession).where(_S.id == session_id).with_for_update()
    return (await db.execute(found)).scalar_one_or_none()


async def revoke_sessions(db: AsyncSession, user_id: UUID, now: datetime, keep: Collection[UUID] = ()) -> None:
    """End all sign-ins of a user but those to keep, and the looks at others that this user took."""
    looks = _S.view_id.in_(select(_V.id).where(_V.viewer_id == user_id))
    theirs = or_(_S.user_id == user_id, looks)
    ended = update(SignInSession).where(theirs, _S.revoked_at.is_(None), _S.id.not_in(keep))
    await db.execute(ended.values(revoked_at=now), execution_options={"synchronize_session": False})


async def revoke_session(db: AsyncSession, session_id: UUID, now: datetime) -> None:
    """End one sign-in."""
    await db.execute(update(SignInSession).where(_S.id == session_id).values(revoked_at=now))


async def end_sessions_of_secret(db: AsyncSession, secret_id: UUID, at: datetime) -> None:
    """What was opened with a client's secret ends with it."""
    longer = update(SignInSession).where(_S.client_secret_id == secret_id, _S.expires_at > at)
    await db.execute(longer.values(expires_at=at), execution_options={"synchronize_session": False})


async def forget_ended(db: AsyncSession, sessions_before: datetime, tries_before: datetime) -> int:
    """Delete sign-ins that ended and counts that nobody needs; how many rows."""
    ended = await db.execute(delete(SignInSession).where(_S.expires_at < sessions_before))
    old = await db.execute(delete(SignInFailure).where(_F.last_at < tries_before))
    return int(getattr(ended, "rowcount", 0)) + int(getattr(old, "rowcount", 0))


def party() -> Party:
    """Whose an account is: its region's, and its school's."""
    return Party(county=user.region_code, school=user.school_id)


def visible(scope: Scope) -> Select[User]:
    """The accounts of the caller's region or school."""
    return select(User).where(scope.rows([party()]))


async def visible_one(db: AsyncSession, scope: Scope, user_id: UUID, *, locked: bool = False) -> User | None:
    """One account of the caller's region."""
    found = visible(scope).where(user.id == user_id)
    return (await db.execute(found.with_for_update() if locked else found)).scalar_one_or_none()


def listed(scope: Scope, asked: UserFilter) -> Select[Any]:
    """The accounts that a list asks for, as columns."""
    columns = select(
        user.id, user.version, user.username, user.name, user.phone, user.role, user.region_code, user.school_id,
        user.must_set_password, user.disabled_at, user.last_sign_in_at,
    ).where(scope.rows([party()]))  # fmt: skip
    if asked.q:
        typed = asked.q.strip()
        place = schools.directory()
        at_school = user.school_id.in_(select(place.c.id).where(matches(typed, place.c)))
        named = user.name.contains(typed, autoescape=True)
        columns = columns.where(or_(named, user.username.contains(typed.lower(), autoescape=True), at_school))
    if asked.region_code:
        columns = columns.where(below(user.region_code, prefix_of(asked.region_code)))
    if asked.disabled is not None:
        columns = columns.where(user.disabled_at.is_not(None) if asked.disabled else user.disabled_at.is_(None))
    if asked.never_signed_in:
        columns = columns.where(user.last_sign_in_at.is_(None), user.disabled_at.is_(None))
    equal = {user.role: asked.role, user.school_id: asked.school_id}
    return columns.where(*(column == value for column, value in equal.items() if value is not None))


async def names(db: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of users."""
    rows = await db.execute(select(user.id, user.name).where(user.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


async def actors(db: AsyncSession, user_ids: Collection[UUID]) -> list[Any]:
    """Name, role and region of users."""
    rows = select(user.id, user.name, user.role, user.region_code).where(user.id.in_(user_ids))
    return list(await db.execute(rows))


def of_school(school_id: UUID) -> Select[Any]:
    """Ids of a school's accounts."""
    return select(user.id).where(user.school_id == school_id)


async def reporters(db: AsyncSession, school_ids: Collection[UUID]) -> list[Any]:
    """The open reporters' accounts of schools, oldest first."""
    columns = select(user.school_id, user.name, user.phone).where(
        user.school_id.in_(school_ids), user.role == Role.school_reporter, user.disabled_at.is_(None)
    )
    return list(await db.execute(columns.order_by(user.created_at, user.id)))


def schools_with_accounts() -> Select[Any]:
    """Ids of the schools with an open account of their own."""
    return select(user.school_id).where(user.school_id.is_not(None), user.disabled_at.is_(None))


async def open_of_school(db: AsyncSession, school_id: UUID) -> list[User]:
    """The open accounts of a school, locked, in the order of their ids."""
    rows = select(User).where(user.school_id == school_id, user.disabled_at.is_(None))
    return list((await db.scalars(rows.order_by(user.id).with_for_update())).all())


async def any_named(db: AsyncSession, prefix: str) -> bool:
    """Whether any account's name begins so."""
    return (
        await db.scalar(select(user.id).where(user.username.startswith(prefix, autoescape=True)).limit(1)) is not None
    )


async def session_started_at(db: AsyncSession, session_id: UUID) -> datetime | None:
    """When a sign-in began."""
    found: datetime | None = await db.scalar(select(_S.created_at).where(_S.id == session_id))
    return found


SESSION_KEYS: list[tuple[Any, type]] = [(_S.last_used_at, datetime), (_S.id, UUID)]


def living_sessions(user_id: UUID, now: datetime) -> Select[Any]:
    """The sign-ins of a user that still work."""
    columns = select(_S.id, _S.device, _S.way, _S.created_at, _S.last_used_at, _S.expires_at)
    return columns.where(_S.user_id == user_id, _S.revoked_at.is_(None), _S.expires_at > now)


async def view_for_change(db: AsyncSession, session_id: UUID | None) -> UserView | None:
    """The look at somebody that a session is, locked."""
    found = select(UserView).join(SignInSession, _S.view_id == _V.id).where(_S.id == session_id)
    return (await db.execute(found.with_for_update(of=UserView))).scalar_one_or_none()


async def views_over(db: AsyncSession, now: datetime, most: int) -> list[tuple[UserView, datetime | None]]:
    """Looks that ended without a word, locked, each with the instant its session was ended before its time."""
    found = (
        select(UserView, _S.revoked_at).outerjoin(SignInSession, _S.view_id == _V.id)
        .where(_V.ended_at.is_(None), or_(_V.ends_at <= now, _S.revoked_at.is_not(None)))
        .order_by(_V.id).limit(most).with_for_update(of=UserView)
    )  # fmt: skip
    return [(row[0], row[1]) for row in await db.execute(found)]


async def revoke_looks(db: AsyncSession, viewer_id: UUID, now: datetime) -> None:
    """End the looks at others that this user took."""
    looks = _S.view_id.in_(select(_V.id).where(_V.viewer_id == viewer_id))
    ended = update(SignInSession).where(looks, _S.revoked_at.is_(None)).values(revoked_at=now)
    await db.execute(ended, execution_options={"synchronize_session": False})


async def by_subject(db: AsyncSession, subject: str) -> Any:
    """The account that the identity provider's name is bound to."""
    return (await db.execute(_outline().where(user.external_subject == subject))).one_or_none()


async def by_username(db: AsyncSession, username: str) -> Any:
    """An account by its name."""
    return (await db.execute(_outline().where(user.username == username))).one_or_none()


async def by_phone(db: AsyncSession, phone: str) -> Any:
    """The one open account with this telephone; None when several have it."""
    mine = _outline().where(user.phone == phone, user.disabled_at.is_(None))
    found = (await db.execute(mine.limit(2))).all()
    return found[0] if len(found) == 1 else None


def _outline() -> Select[Any]:
    return select(user.id, user.external_subject, user.disabled_at, user.region_code)


async def counties_meant(db: AsyncSession, q: str, most: int) -> list[str]:
    """Codes of counties by their own name, then by the name of a school in them."""
    county, place = regions.directory(), schools.directory()
    by_name = select(county.c.code).where(county.c.level == RegionLevel.county, matches(q, county.c))
    found = list((await db.scalars(by_name.order_by(county.c.code).limit(most))).all())
    by_school = select(place.c.county_code).where(matches(q, place.c), place.c.closed_on.is_(None)).distinct()
    found += (await db.scalars(by_school.order_by(place.c.county_code).limit(most))).all()
    return list(dict.fromkeys(found))[:most]
