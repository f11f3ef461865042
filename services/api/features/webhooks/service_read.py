"""Reading subscriptions and what was sent."""

from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.webhooks import queries, rules
from services.api.features.webhooks.filters import DeliveriesAsked, WebhookFilter
from services.api.features.webhooks.sealing import message_id
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem
from services.api.kernel.scope import CLIENT_PERMISSIONS, Permission, Principal, Scope
from services.contracts.base import Page
from services.contracts.codes import ClientScope, WebhookStatus
from services.contracts.webhooks import WebhookDeliveryOut, WebhookOut

_SCOPES = {scope.value: scope for scope in ClientScope}
_SAME = (
    "id", "version", "client_id", "client_name", "url", "entities", "description", "status", "status_at", "stopped_by",
    "last_confirmed_at", "created_at",
)  # fmt: skip
_LOGGED = (
    "id", "kind", "state", "items", "after_position", "to_position", "attempts", "http_status", "reason",
    "milliseconds", "created_at", "last_tried_at", "next_try_at", "confirmed_at",
)  # fmt: skip


def may_write(ctx: Ctx) -> bool:
    """Whether the caller may change subscriptions."""
    return Permission.webhook_write in ctx.principal.permissions


async def page(ctx: Ctx, asked: WebhookFilter, paging: PageAsked) -> Page[WebhookOut]:
    """One page of the subscriptions of the caller's region, of a provincial system its own. Three queries."""
    head = await head_position(ctx.db)
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(items=[_out(ctx, row, head) for row in found.rows], **found.around())


async def detail(ctx: Ctx, webhook_id: UUID) -> WebhookOut:
    """One subscription. Raises 404."""
    row = await visible(ctx, webhook_id)
    return _out(ctx, row, await head_position(ctx.db))


async def visible(ctx: Ctx, webhook_id: UUID) -> Any:
    """Its row. Raises 404 `resource.not_found` out of scope."""
    found = await queries.row(ctx.db, ctx.scope, webhook_id)
    if found is None:
        raise Problem("resource.not_found")
    return found


async def log_of(ctx: Ctx, asked: DeliveriesAsked, paging: PageAsked) -> Page[WebhookDeliveryOut]:
    """One page of the messages of a subscription, the newest first. Raises 404."""
    await visible(ctx, asked.webhook_id)
    found = await queries.deliveries(ctx.db, asked, paging)
    return Page(items=[logged(row) for row in found.rows], **found.around())


def logged(row: Any) -> WebhookDeliveryOut:
    """A message as the log shows it, without its content."""
    return WebhookDeliveryOut(
        **{name: getattr(row, name) for name in _LOGGED}, webhook_id=message_id(row.id)
    )  # fmt: skip


def standing_of(client: Any) -> rules.Standing:
    """What a row of a provincial system says about what it may read."""
    return rules.Standing(client.revoked_at is not None, client.expires_on, frozenset(client.scopes))


def client_scope(client: Any) -> Scope:
    """What a provincial system sees, as if it asked itself."""
    scopes = frozenset(_SCOPES[each] for each in client.scopes)
    permissions: frozenset[Permission] = frozenset().union(*(CLIENT_PERMISSIONS[scope] for scope in scopes))
    return Principal("client", client.id, None, client.region_code, permissions, scopes=scopes).scope


def _out(ctx: Ctx, row: Any, head: int) -> WebhookOut:
    old = row.old_secret_until
    return WebhookOut(
        **{name: getattr(row, name) for name in _SAME},
        confirmed_position=row.position, head_position=max(head, row.position),
        held_back=_held(row, ctx.today), failed_tries=row.failed_tries or 0,
        next_try_at=row.next_try_at if row.status is WebhookStatus.active else None,
        old_secret_until=old if old is not None and old > ctx.now else None,
        allowed_actions=rules.TABLE.allowed(row.status, may_write(ctx)),
    )  # fmt: skip


def _held(row: Any, today: date) -> Any:
    return rules.held_back(standing_of(row), today) if row.status is WebhookStatus.active else None
