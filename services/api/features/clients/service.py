"""Provincial systems and their secrets (E-68)."""

import secrets
from typing import Any
from uuid import UUID

from services.api.features.clients import queries
from services.api.features.clients.filters import ClientFilter as ClientFilter
from services.api.features.clients.models import ApiClient
from services.api.features.clients.queries import any_named as any_named
from services.api.features.clients.queries import directory as directory
from services.api.features.clients.queries import named as named
from services.api.features.clients.queries import note_use as note_use
from services.api.features.clients.rules import CLIENTS, ClientState, needs_legal_basis
from services.api.features.clients.rules import is_over as is_over
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.passwords import ALPHABET, new_secret, secret_digest
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.scope import Permission
from services.contracts.accounts import ClientCreate, ClientOut
from services.contracts.base import Page

ID_LENGTH = 10


async def clients(ctx: Ctx, asked: ClientFilter, page: PageAsked) -> Page[ClientOut]:
    """One page of the clients of the caller's region by public name. Three queries."""
    listed = queries.listed(ctx.scope, revoked=asked.revoked, expires_by=asked.expires_by)
    found = await page_of(ctx.db, listed, page, [(queries.client.client_id, str)])
    named_regions = await regions.names(ctx.db, [row.region_code for row in found.rows])
    return Page(
        items=[_out(ctx, row, named_regions) for row in found.rows],
        **found.around(),
    )


async def client(ctx: Ctx, client_id: UUID) -> ClientOut:
    """One client. Raises 404."""
    found = await queries.one(ctx.db, ctx.scope, client_id)
    if found is None:
        raise Problem("resource.not_found")
    return await _answer(ctx, found)


async def create_client(ctx: Ctx, body: ClientCreate) -> ClientOut:
    """A new client; its secret is shown once.

    Raises 403 `permission.out_of_region`; 422 `client.legal_basis`, `region.unknown`, `client.expired`.
    """
    region = await regions.require(ctx.db, body.region_code, "region_code")
    if not ctx.principal.covers(body.region_code):
        raise Problem("permission.out_of_region", region=region.name)
    if needs_legal_basis(body.scopes, body.legal_basis):
        raise problem_on("legal_basis", "client.legal_basis")
    if is_over(body.expires_on, ctx.today):
        raise invalid("expires_on", "client.expired", "到期日要在今天或以后")
    secret = new_secret()
    made = ApiClient(
        client_id="c-" + "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH)), name=body.name,
        region_code=body.region_code, scopes=sorted({scope.value for scope in body.scopes}),
        secret_digest=secret_digest(secret), legal_basis=body.legal_basis, expires_on=body.expires_on,
    )  # fmt: skip
    ctx.db.add(made)
    await ctx.db.flush()
    return (await _answer(ctx, made)).model_copy(update={"client_secret": secret})


async def rotate_client(ctx: Ctx, client_id: UUID, expected: int) -> ClientOut:
    """A new secret, shown once; the old one ends at once, its tokens within ten minutes. Raises 404, 409, 412."""
    found = await _for_change(ctx, client_id, expected, "rotate")
    secret = new_secret()
    found.secret_digest = secret_digest(secret)
    await ctx.db.flush()
    return (await _answer(ctx, found)).model_copy(update={"client_secret": secret})


async def revoke_client(ctx: Ctx, client_id: UUID, expected: int) -> ClientOut:
    """End a client for good; its tokens end with it. Raises 404, 409, 412."""
    found = await _for_change(ctx, client_id, expected, "revoke")
    found.revoked_at = ctx.now
    await ctx.db.flush()
    return await _answer(ctx, found)


async def _for_change(ctx: Ctx, client_id: UUID, expected: int, action: str) -> ApiClient:
    found = await queries.for_change(ctx.db, ctx.scope, client_id)
    if found is None:
        raise Problem("resource.not_found")
    CLIENTS.take(_state(found), action, _manages(ctx))
    check_version(found, expected)
    ctx.act(found, action)
    return found


def _manages(ctx: Ctx) -> bool:
    return Permission.client_manage in ctx.principal.permissions


def _state(row: Any) -> ClientState:
    return ClientState.open if row.revoked_at is None else ClientState.revoked


async def _answer(ctx: Ctx, row: ApiClient) -> ClientOut:
    return _out(ctx, row, await regions.names(ctx.db, [row.region_code]))


def _out(ctx: Ctx, row: Any, named_regions: dict[str, str]) -> ClientOut:
    return ClientOut(
        id=row.id, version=row.version, client_id=row.client_id, name=row.name, region_code=row.region_code,
        region_name=named_regions.get(row.region_code, ""), scopes=row.scopes, expires_on=row.expires_on,
        revoked_at=row.revoked_at, last_used_at=row.last_used_at,
        allowed_actions=CLIENTS.allowed(_state(row), _manages(ctx)),
    )  # fmt: skip
