"""What a sign-in gets: refresh tokens that name their session, and access tokens for clients (RFC 6749 §4.4, §6)."""

import base64
import binascii
import hmac
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.api.features.accounts import queries, rules
from services.api.features.accounts.desk import CLIENT_CHALLENGE, Asking, Desk, Sender
from services.api.features.accounts.models import SignInSession
from services.api.features.accounts.service_access import refused
from services.api.features.clients import service as clients
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.ids import new_id
from services.api.kernel.passwords import new_secret, secret_digest
from services.api.kernel.problems import Problem
from services.api.settings import Settings
from services.contracts.accounts import TokenOut

_CLIENT_ID = re.compile(r"^[A-Za-z0-9._-]{3,40}$")
_ID_CHARACTERS = 22
TOKENS = "auth"
"""Where tokens are counted among a client's calls: the first part of their path."""


async def by_refresh_token(desk: Desk, asking: Asking) -> TokenOut:
    """New tokens for an old refresh token. Raises 401 `auth.invalid_token`."""
    session_id = _session_named(asking.form.refresh_token)
    desk.rates.charge(f"refresh:{session_id or asking.sender.address}")
    if session_id is None:
        raise refused()
    async with desk.writer("system") as db:
        renewed = await _renew(desk, asking, db, session_id)
    if renewed is None:
        raise refused()
    return renewed


async def _renew(desk: Desk, asking: Asking, db: Any, session_id: UUID) -> TokenOut | None:
    """New tokens, or None; a token that was used before ends its session (RFC 9700 §4.14.2)."""
    now = desk.clock.now()
    session = await queries.session_for_change(db, session_id)
    if session is None or session.user_id is None or session.revoked_at is not None or session.expires_at <= now:
        return None
    if session.bound_to_web is not asking.sender.is_web:
        return None
    if not hmac.compare_digest(session.refresh_digest or "", secret_digest(asking.form.refresh_token)):
        session.revoked_at = now
        return None
    user = await queries.user_for_change(db, session.user_id)
    if user.disabled_at is not None:
        session.revoked_at = now
        return None
    refresh = asking.form.refresh_token
    if not session.bound_to_web:
        refresh, session.refresh_digest = new_refresh_token(session_id)
    session.last_used_at = now
    if session.view_id is None:
        session.expires_at = now + refresh_life(desk.settings, bound_to_web=session.bound_to_web)
    due = rules.password_due(user.must_set_password, session.way)
    return answer(desk, user.id, session_id, refresh, must_set_password=due)


async def by_client(desk: Desk, asking: Asking) -> TokenOut:
    """An access token for a provincial system, good until its secret ends.

    Raises 401 `auth.client`; 403 `auth.scope`, `client.address`.
    """
    desk.rates.charge(f"client:{asking.sender.address}")
    row = await _client_of(desk, asking.sender)
    refusal = _refusal(row, asking)
    desk.usage.count(row.id, TOKENS, desk.clock.now(), refused=refusal is not None)
    if refusal is not None:
        raise refusal
    return await _client_token(desk, row)


async def _client_of(desk: Desk, sender: Sender) -> Any:
    """The client whose name and secret these are. Raises 401 `auth.client` alike for whatever is wrong."""
    now, rows = desk.clock.now(), []
    if _CLIENT_ID.match(sender.client_id):
        async with desk.database.fresh_reader() as db:
            rows = list(await clients.credentials(db, sender.client_id, now))
    given = secret_digest(sender.client_secret)
    fitting = [row for row in rows if hmac.compare_digest(row.digest, given)]
    if not fitting or fitting[0].revoked_at is not None:
        raise Problem("auth.client", headers=CLIENT_CHALLENGE)
    if clients.is_over(fitting[0].expires_on, now.astimezone(SHANGHAI).date()):
        raise Problem("auth.client", headers=CLIENT_CHALLENGE)
    return fitting[0]


def _refusal(row: Any, asking: Asking) -> Problem | None:
    """Why a client that has proved itself gets no token here; it is counted as a call, not as a wrong secret."""
    if not clients.is_allowed(row.addresses, asking.peer):
        return Problem("client.address", address=asking.peer)
    missing = sorted(set(asking.form.scope.split()) - set(row.scopes))
    return Problem("auth.scope", scope=missing[0][:40]) if missing else None


async def _client_token(desk: Desk, row: Any) -> TokenOut:
    now, session_id = desk.clock.now(), new_id()
    ends = now + timedelta(seconds=desk.tokens.lifetime_seconds)
    if row.ends_at is not None:
        ends = min(ends, row.ends_at)
    async with desk.writer("client", row.id) as db:
        db.add(
            SignInSession(
                id=session_id, client_id=row.id, client_secret_id=row.secret_id, created_at=now, last_used_at=now,
                expires_at=ends,
            )
        )  # fmt: skip
        await clients.note_use(db, row.secret_id, now)
    token = desk.tokens.make(row.id, session_id, "client", now)
    return TokenOut(
        access_token=token, expires_in=max(1, int((ends - now).total_seconds())), scope=" ".join(row.scopes)
    )


def answer(desk: Desk, user_id: UUID, session_id: UUID, refresh: str, *, must_set_password: bool) -> TokenOut:
    """The answer to a user."""
    return TokenOut(
        access_token=desk.tokens.make(user_id, session_id, "user", desk.clock.now()),
        expires_in=desk.tokens.lifetime_seconds,
        refresh_token=refresh,
        must_set_password=must_set_password,
    )


def new_refresh_token(session_id: UUID) -> tuple[str, str]:
    """A token that names its session, and what is stored of it."""
    name = base64.urlsafe_b64encode(session_id.bytes).decode().rstrip("=")
    token = f"{name}.{new_secret()}"
    return token, secret_digest(token)


def _session_named(token: str) -> UUID | None:
    name, dot, _ = token.partition(".")
    if not dot or len(name) != _ID_CHARACTERS:
        return None
    try:
        return UUID(bytes=base64.b64decode(f"{name}==", altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None


def refresh_life(settings: Settings, *, bound_to_web: bool) -> timedelta:
    """How long a sign-in lasts without use."""
    return timedelta(hours=settings.web_idle_hours) if bound_to_web else timedelta(days=settings.refresh_days)
