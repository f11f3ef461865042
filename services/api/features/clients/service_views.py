"""How a provincial system is told of: to who manages it, and to itself (E-68)."""

from typing import Any
from uuid import UUID

from fastapi import Request

from services.api.features.clients import queries, queries_usage
from services.api.features.clients.models import ApiClient
from services.api.features.clients.rules import CLIENTS, ClientState, in_use
from services.api.features.clients.service_quota import Quotas
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.periods import end_of_day
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.contracts.clients import ClientOut, ClientSecretOut, ClientSelfOut


async def client(ctx: Ctx, client_id: UUID) -> ClientOut:
    """One client with its secrets. Three queries. Raises 404."""
    found = await queries.one(ctx.db, ctx.scope, client_id)
    if found is None:
        raise Problem("resource.not_found")
    told = out_of(ctx, found, await regions.names(ctx.db, [found.region_code]))
    return told.model_copy(update={"secrets": await _secrets(ctx, client_id)})


async def own(ctx: Ctx, request: Request) -> ClientSelfOut:
    """The caller itself. Four queries. Raises 403 `client.not_a_client` for a user."""
    who = ctx.principal
    if not who.is_client:
        raise Problem("client.not_a_client")
    row = await queries.own(ctx.db, who.id)
    named = await regions.names(ctx.db, [row.region_code])
    quotas: Quotas = request.app.state.quotas
    quota = quotas.of(who.daily_quota)
    taken = await queries_usage.taken(ctx.db, who.id, ctx.today)
    return ClientSelfOut(
        id=row.id, client_id=row.client_id, name=row.name, region_code=row.region_code,
        region_name=named.get(row.region_code, ""), scopes=row.scopes, expires_on=row.expires_on,
        addresses=row.addresses, address=request.client.host if request.client else "", quota=quota,
        quota_left=max(0, quota - taken) + quotas.held(who.id) if quota else None,
        quota_resets_at=end_of_day(ctx.today), sandbox=who.in_sandbox,
        secrets=await _secrets(ctx, who.id),
    )  # fmt: skip


async def for_change(ctx: Ctx, client_id: UUID, expected: int, action: str) -> ApiClient:
    """A client that the caller may do this with, locked. Raises 403, 404, 409, 412."""
    found = await queries.for_change(ctx.db, ctx.scope, client_id)
    if found is None:
        raise Problem("resource.not_found")
    CLIENTS.take(_state(found), action, _manages(ctx))
    check_version(found, expected)
    ctx.act(found, action)
    return found


def out_of(ctx: Ctx, row: Any, named_regions: dict[str, str]) -> ClientOut:
    """One row as it is answered, without its secrets."""
    state, default = _state(row), ctx.settings.client_daily_quota
    return ClientOut(
        id=row.id, version=row.version, client_id=row.client_id, name=row.name, region_code=row.region_code,
        region_name=named_regions.get(row.region_code, ""), scopes=row.scopes, expires_on=row.expires_on,
        revoked_at=row.revoked_at, last_used_at=row.last_used_at, contact=row.contact, description=row.description,
        legal_basis=row.legal_basis, basis_number=row.basis_number, basis_on=row.basis_on, addresses=row.addresses,
        daily_quota=row.daily_quota, quota=default if row.daily_quota is None else row.daily_quota,
        sandbox=row.sandbox_code is not None, allowed_actions=CLIENTS.allowed(state, _manages(ctx)),
    )  # fmt: skip


async def _secrets(ctx: Ctx, client_id: UUID) -> list[ClientSecretOut]:
    return [
        ClientSecretOut(
            id=row.id, made_at=row.made_at, ends_at=row.ends_at, last_used_at=row.last_used_at,
            in_use=in_use(row.ends_at, ctx.now),
        )
        for row in await queries.secrets(ctx.db, client_id)
    ]  # fmt: skip


def _manages(ctx: Ctx) -> bool:
    return Permission.client_manage in ctx.principal.permissions


def _state(row: Any) -> ClientState:
    return ClientState.open if row.revoked_at is None else ClientState.revoked
