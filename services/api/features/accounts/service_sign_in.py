"""`auth/token` (RFC 6749): one door for password, refresh token and client credentials; here the password.

A sign-in opens its own short transactions: a refused one must still be counted, and a password is
checked while none is open. The order is read, check, write.
"""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.api.features.accounts import queries, rules
from services.api.features.accounts.desk import CLIENT_CHALLENGE, Asking, Desk, Sender, asking_of
from services.api.features.accounts.doors import keyed_digest
from services.api.features.accounts.service_access import refused
from services.api.features.accounts.service_opening import disabled, forgive, open_session
from services.api.features.accounts.service_tokens import by_client, by_refresh_token
from services.api.kernel import events
from services.api.kernel.problems import Problem
from services.contracts.accounts import TokenForm, TokenOut
from services.contracts.codes import SignInWay

_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{2,39}$")


async def grant(desk: Desk, form: TokenForm, headers: Mapping[str, str], peer: str) -> TokenOut:
    """Tokens for the grant asked for.

    Raises 400 `auth.grant`; 401 `auth.wrong_credentials`, `auth.client`, `auth.invalid_token`;
    403 `auth.disabled`, `auth.scope`; 429 `auth.locked`, `rate.limited`.
    """
    asking = asking_of(desk.settings, form, headers, peer)
    grants = {"password": _by_password, "refresh_token": by_refresh_token, "client_credentials": by_client}
    if form.grant_type not in grants:
        raise Problem("auth.grant")
    return await grants[form.grant_type](desk, asking)


async def _by_password(desk: Desk, asking: Asking) -> TokenOut:
    if asking.sender.client_id and not asking.sender.is_web:
        raise Problem("auth.client", headers=CLIENT_CHALLENGE)
    username = rules.account_name(asking.form.username)
    account = keyed_digest(desk.settings, "account", username)
    async with desk.doors.through(asking.sender.address):
        row = await _credentials(desk, asking.sender.address, account, username)
        desk.rates.charge(f"sign-in:{asking.sender.address}")
        if not await desk.passwords.verify(row.password_hash if row else None, asking.form.password) or row is None:
            raise await count_failure(desk, asking.sender.address, account)
    if row.disabled_at is not None:
        raise await disabled(desk, row.region_code)
    return await _open(desk, asking.sender, row.id, account)


async def _credentials(desk: Desk, address: str, account: str, username: str) -> Any:
    async with desk.database.fresh_reader() as db:
        refuse_locked(await queries.tries(db, address, account), desk.clock.now())
        return await queries.credentials(db, username) if _USERNAME.match(username) else None


def refuse_locked(tries: tuple[rules.Tries, rules.Tries], now: datetime) -> None:
    """Raises 429 `auth.locked` while the address or the account has to wait; nothing is hashed then."""
    seconds = math.ceil(max(rules.wait(one, now).total_seconds() for one in tries))
    if seconds > 0:
        raise Problem("auth.locked", headers={"Retry-After": str(seconds)}, minutes=math.ceil(seconds / 60))


async def count_failure(desk: Desk, address: str, account: str, code: str = "auth.wrong_credentials") -> Problem:
    """Count a wrong password in a transaction of its own; the problem to raise.

    429 `auth.locked` from the last free try on, before that `code` with the tries that are left.
    """
    now = desk.clock.now()
    async with desk.writer("system") as db:
        rows = await queries.tries_for_change(db, address, account, now)
        counts = []
        for row, policy in zip(rows, (rules.ADDRESS, rules.ACCOUNT), strict=True):
            tries = rules.after_failure(rules.Tries(row.failures, row.locked_until, row.last_at), policy, now)
            row.failures, row.locked_until, row.last_at = tries.failures, tries.locked_until, now
            counts.append(tries)
    try:
        refuse_locked((counts[0], counts[1]), now)
    except Problem as locked:
        return locked
    left = min(rules.left(counts[0], rules.ADDRESS), rules.left(counts[1], rules.ACCOUNT))
    return Problem(code, headers={"WWW-Authenticate": "Bearer"}, left=left)


async def _open(desk: Desk, sender: Sender, user_id: UUID, account: str) -> TokenOut:
    async with desk.writer("user", user_id) as db:
        user = await queries.user_for_change(db, user_id)
        if user.disabled_at is not None:
            raise refused()
        await forgive(db, sender.address, account, desk.clock.now())
        opened = open_session(desk, db, sender, user, SignInWay.password)
        events.name_action(db, user, "signed_in")
    return opened.tokens(desk)
