"""Provincial systems: making, reading, changing and ending them (E-68)."""

import secrets
from typing import Any
from uuid import UUID

from services.api.features.clients import queries
from services.api.features.clients.filters import ClientFilter as ClientFilter
from services.api.features.clients.filters import UsageFilter as UsageFilter
from services.api.features.clients.hooks import sandbox_openers as sandbox_openers
from services.api.features.clients.hooks import secret_followers as secret_followers
from services.api.features.clients.models import ApiClient, ClientSecret
from services.api.features.clients.queries import any_named as any_named
from services.api.features.clients.queries import credentials as credentials
from services.api.features.clients.queries import directory as directory
from services.api.features.clients.queries import named as named
from services.api.features.clients.queries import note_use as note_use
from services.api.features.clients.rules import is_over as is_over
from services.api.features.clients.rules import needs_legal_basis
from services.api.features.clients.rules_addresses import is_allowed as is_allowed
from services.api.features.clients.service_quota import Quotas as Quotas
from services.api.features.clients.service_usage import UsageWriter as UsageWriter
from services.api.features.clients.service_usage import usage as usage
from services.api.features.clients.service_views import client, for_change, out_of
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.passwords import ALPHABET, new_secret, secret_digest
from services.api.kernel.patching import changes_of
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.base import Page
from services.contracts.clients import ClientCreate, ClientOut, ClientPatch

__all__ = ["client"]
ID_LENGTH = 10
CLEARED = frozenset({"expires_on", "basis_on", "daily_quota"})
"""What null takes away."""


async def clients(ctx: Ctx, asked: ClientFilter, page: PageAsked) -> Page[ClientOut]:
    """One page of the clients of the caller's region by public name. Three queries."""
    listed = queries.listed(ctx.scope, revoked=asked.revoked, expires_by=asked.expires_by)
    found = await page_of(ctx.db, listed, page, [(queries.client.client_id, str)])
    named_regions = await regions.names(ctx.db, [row.region_code for row in found.rows])
    return Page(items=[out_of(ctx, row, named_regions) for row in found.rows], **found.around())


async def create_client(ctx: Ctx, body: ClientCreate) -> ClientOut:
    """A new client; its secret is shown once.

    One with `sandbox` gets invented regions of its own. Raises 403 `permission.out_of_region`; 422
    `client.legal_basis`, `region.unknown`, `client.expired`; 409 `sandbox.off`, `sandbox.full`.
    """
    if body.sandbox and not ctx.settings.sandbox:
        raise problem_on("sandbox", "sandbox.off")
    region = await regions.require(ctx.db, body.region_code, "region_code")
    if not ctx.principal.covers(body.region_code):
        raise Problem("permission.out_of_region", region=region.name)
    secret, values = new_secret(), _stored(body.model_dump(exclude={"sandbox"}))
    made = ApiClient(
        **values, client_id="c-" + "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH)), secret_changes=1
    )
    _check(ctx, made)
    ctx.db.add(made)
    await ctx.db.flush()
    ctx.db.add(ClientSecret(client_id=made.id, digest=secret_digest(secret), made_at=ctx.now))
    for opener in sandbox_openers if body.sandbox else []:
        made.sandbox_code = await opener(ctx, made.id)
    await ctx.db.flush()
    return (await client(ctx, made.id)).model_copy(update={"client_secret": secret})


async def patch_client(ctx: Ctx, client_id: UUID, body: ClientPatch, expected: int) -> ClientOut:
    """Change what a client may read, from where and how much; it holds from the next call on.

    Raises 403, 404, 409, 412; 422 `client.legal_basis`, `client.expired`, `field.null`.
    """
    found = await for_change(ctx, client_id, expected, "edit")
    changes = _stored(changes_of(body, CLEARED))
    for name, value in changes.items():
        setattr(found, name, value)
    if not changes.keys().isdisjoint({"scopes", "legal_basis", "expires_on"}):
        _check(ctx, found, expiry="expires_on" in changes)
    await ctx.db.flush()
    return await client(ctx, client_id)


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    """The lists as they are kept: in order, nothing twice."""
    lists = {"scopes": values.get("scopes"), "addresses": values.get("addresses")}
    kept = {name: sorted({str(each) for each in value}) for name, value in lists.items() if value is not None}
    return values | kept


def _check(ctx: Ctx, row: ApiClient, *, expiry: bool = True) -> None:
    if needs_legal_basis(row.scopes, row.legal_basis):
        raise problem_on("legal_basis", "client.legal_basis")
    if expiry and is_over(row.expires_on, ctx.today):
        raise invalid("expires_on", "client.expired", "到期日要在今天或以后")


async def move_sandbox(ctx: Ctx, client_id: UUID, region_code: str) -> None:
    """From now on a system that practises sees these invented regions alone."""
    found = await queries.of_itself(ctx.db, client_id)
    found.sandbox_code = region_code
    ctx.act(found, "reset_sandbox")
    await ctx.db.flush()


async def revoke_client(ctx: Ctx, client_id: UUID, expected: int) -> ClientOut:
    """End a client for good; its tokens end with it. Raises 404, 409, 412."""
    found = await for_change(ctx, client_id, expected, "revoke")
    found.revoked_at = ctx.now
    await ctx.db.flush()
    return await client(ctx, client_id)
