"""From a bearer token to a principal, in one query."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request

from services.api.features.accounts import queries, rules
from services.api.features.clients import service as clients
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.maintenance import paused_of
from services.api.kernel.problems import Problem
from services.api.kernel.scope import CLIENT_PERMISSIONS, ROLE_PERMISSIONS, Permission, Principal
from services.contracts.codes import ClientScope, Role

CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
_SCOPES = {scope.value: scope for scope in ClientScope}
OF_EVERY_CLIENT = frozenset({Permission.self_read, Permission.region_read, Permission.code_read})


async def authenticator(request: Request, token: str) -> Principal:
    """The principal of an access token; roles and scopes are those of this moment.

    Raises 401 `auth.invalid_token` for anything forged, expired, revoked or disabled; 403 `client.address` for a
    provincial system that comes from elsewhere than it may, `sandbox.closed` for one that practises where that is off.
    """
    state = request.app.state
    now = state.clock.now()
    claims = state.tokens.read(token, now)
    session_id, subject = _id_of(claims, "sid"), _id_of(claims, "sub")
    async with state.database.fresh_reader() as db:
        rows = await queries.principal_rows(db, session_id, now.astimezone(SHANGHAI).date())
    row = next(iter(rows), None)
    if row is None or row.revoked_at is not None or row.expires_at <= now:
        raise refused()
    if subject != (row.user_id or row.client_id):
        raise refused()
    delegated = frozenset(each.delegated_school_id for each in rows if each.delegated_school_id is not None)
    return _user(row, delegated) if row.user_id is not None else _client(row, now, request)


def refused() -> Problem:
    """401 without saying what was wrong."""
    return Problem("auth.invalid_token", headers=CHALLENGE)


def _id_of(claims: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(str(claims.get(name)))
    except ValueError as error:
        raise refused() from error


def _user(row: Any, delegated: frozenset[UUID]) -> Principal:
    if row.disabled_at is not None:
        raise refused()
    role: Role = row.role
    return Principal(
        kind="user", id=row.user_id, role=role, region_code=row.region_code, permissions=ROLE_PERMISSIONS[role],
        session_id=row.id, school_id=row.school_id, person_id=row.person_id, delegated_school_ids=delegated,
        name=row.name, must_set_password=rules.password_due(row.must_set_password, row.way), viewer_id=row.viewer_id,
        paused=paused_of(row),
    )  # fmt: skip


def _client(row: Any, now: datetime, request: Request) -> Principal:
    today = now.astimezone(SHANGHAI).date()
    if row.client_revoked_at is not None or (row.expires_on is not None and row.expires_on < today):
        raise refused()
    request.state.client_id = row.client_id  # what is refused from here on is counted too
    address = request.client.host if request.client else ""
    if not clients.is_allowed(row.addresses, address):
        raise Problem("client.address", address=address)
    if row.sandbox_code is not None and not request.app.state.settings.sandbox:
        raise Problem("sandbox.closed")
    scopes = frozenset(_SCOPES[scope] for scope in row.scopes)
    return Principal(
        kind="client", id=row.client_id, role=None, region_code=row.client_region,
        permissions=OF_EVERY_CLIENT.union(*(CLIENT_PERMISSIONS[scope] for scope in scopes)),
        session_id=row.id, scopes=scopes, daily_quota=row.daily_quota, paused=paused_of(row),
        in_sandbox=row.sandbox_code is not None,
    )  # fmt: skip
