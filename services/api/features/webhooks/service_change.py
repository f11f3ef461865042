"""Changing subscriptions: each function is one use case in one transaction; what is sent is sent by the worker."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.changes import service as changes_feed
from services.api.features.webhooks import queries, rules
from services.api.features.webhooks.addresses import Refused, target_of
from services.api.features.webhooks.models import Webhook, WebhookDelivery, WebhookProgress
from services.api.features.webhooks.sealing import Seal, new_signing_secret
from services.api.features.webhooks.service_read import detail, logged, may_write, standing_of, visible
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.ids import new_id
from services.api.kernel.patching import changes_of
from services.api.kernel.positions import log_head
from services.api.kernel.problems import Problem, field_problem, invalid, problem_on
from services.api.settings import Settings
from services.contracts.codes import ClientScope, DeliveryKind, DeliveryState, WebhookStop
from services.contracts.pairings import WithReason
from services.contracts.webhooks import WebhookCreate, WebhookDeliveryOut, WebhookOut, WebhookPatch, WebhookReplay

PRODUCTION = "production"
UNKNOWN = "没有这个接口，或者它已经吊销。请重新选。"


def check_url(url: str, settings: Settings) -> None:
    """Raises 422 `webhook.url` with what is wrong. The name is resolved at each sending, not here."""
    try:
        target_of(url, plain_http=settings.app_env != PRODUCTION, private=settings.webhook_allow_private)
    except Refused as error:
        raise problem_on("url", "webhook.url", why=error.why) from error


def _check_entities(names: list[str]) -> None:
    """Raises 422 `changes.entity` for a name that is none of the feed's."""
    try:
        changes_feed.feeds_asked(names)
    except Problem as error:
        at_field = field_problem("entities", error.code, error.detail)
        raise Problem(error.code, detail=error.detail, errors=[at_field]) from error


async def create(ctx: Ctx, body: WebhookCreate) -> WebhookOut:
    """A new subscription; its signing secret is shown once.

    Raises 403 `webhook.client_other`; 409 `webhook.too_many`; 422 `webhook.client_missing`, `resource.not_found`,
    `webhook.scope_missing`, `webhook.url`, `webhook.position`, `changes.entity`.
    """
    check_url(body.url, ctx.settings)
    _check_entities(body.entities)
    client = await _client(ctx, body.client_id)
    if await queries.count_of(ctx.db, client.id) >= rules.MOST_OF_A_CLIENT:
        raise Problem("webhook.too_many", most=rules.MOST_OF_A_CLIENT)
    epoch, head = await log_head(ctx.db)
    if body.after_position is not None and body.after_position > head:
        raise problem_on("after_position", "webhook.position", head=head)
    secret, made_id = new_signing_secret(), new_id()
    made = Webhook(
        id=made_id, client_id=client.id, region_code=client.region_code, url=body.url, entities=body.entities,
        description=body.description, status_at=ctx.now, created_at=ctx.now,
        secret_sealed=Seal(ctx.settings).close(secret, made_id),
    )  # fmt: skip
    ctx.db.add(made)
    ctx.act(made, "subscribe")
    await ctx.db.flush()
    ctx.db.add(WebhookProgress(webhook_id=made_id, epoch=epoch, position=_first(body.after_position, head)))
    await ctx.db.flush()
    return (await detail(ctx, made_id)).model_copy(update={"signing_secret": secret})


def _first(asked: int | None, head: int) -> int:
    return head if asked is None else asked


async def _client(ctx: Ctx, client_id: UUID | None) -> Any:
    """Whose subscription it is to be: the caller's own, or one of the region."""
    if ctx.principal.is_client:
        if client_id not in {None, ctx.principal.id}:
            raise Problem("webhook.client_other")
        client_id = ctx.principal.id
    if client_id is None:
        raise problem_on("client_id", "webhook.client_missing")
    found = await queries.client_of(ctx.db, client_id)
    if found is None or found.revoked_at is not None or not ctx.principal.covers(found.region_code):
        raise invalid("client_id", "resource.not_found", UNKNOWN)
    if ClientScope.changes_read.value not in standing_of(found).scopes:
        raise problem_on("client_id", "webhook.scope_missing")
    return found


async def edit(ctx: Ctx, webhook_id: UUID, expected: int, body: WebhookPatch) -> WebhookOut:
    """Another address, other entities, another description. Raises 404, 409, 412; 422 `webhook.url`."""
    changes = changes_of(body)
    if "url" in changes:
        check_url(changes["url"], ctx.settings)
    _check_entities(changes.get("entities", []))
    webhook, _ = await _load(ctx, webhook_id, expected, "edit")
    for name, value in changes.items():
        setattr(webhook, name, value)
    await ctx.db.flush()
    return await detail(ctx, webhook_id)


async def pause(ctx: Ctx, webhook_id: UUID, expected: int) -> WebhookOut:
    """Send nothing for now; nothing is lost. Raises 404, 409, 412."""
    webhook, _ = await _load(ctx, webhook_id, expected, "pause")
    webhook.stopped_by = WebhookStop.by_hand
    await ctx.db.flush()
    return await detail(ctx, webhook_id)


async def resume(ctx: Ctx, webhook_id: UUID, expected: int) -> WebhookOut:
    """Go on from what was confirmed, with the message that was not taken, under its id. Raises 404, 409, 412."""
    webhook, _ = await _load(ctx, webhook_id, expected, "resume")
    webhook.stopped_by = None
    await _try_again(ctx, webhook_id)
    await ctx.db.flush()
    return await detail(ctx, webhook_id)


async def replay(ctx: Ctx, webhook_id: UUID, expected: int, body: WebhookReplay) -> WebhookOut:
    """Send again from a position or since a message, in new messages; with neither the one that was not taken again.

    Raises 404, 409, 412; 422 `webhook.replay_both`, `webhook.position`, `webhook.delivery_unknown`.
    """
    if body.after_position is not None and body.delivery_id is not None:
        raise problem_on("delivery_id", "webhook.replay_both")
    webhook, progress = await _load(ctx, webhook_id, expected, "replay")
    webhook.stopped_by = None
    start = await _start_of(ctx, webhook_id, body)
    if start is None:
        await _try_again(ctx, webhook_id)
    else:
        await _drop_waiting(ctx.db, webhook_id)
        progress.position = start
    await ctx.db.flush()
    return await detail(ctx, webhook_id)


async def _start_of(ctx: Ctx, webhook_id: UUID, body: WebhookReplay) -> int | None:
    if body.delivery_id is not None:
        found = await queries.delivery(ctx.db, body.delivery_id)
        if found is None or found.webhook_id != webhook_id or found.kind is not DeliveryKind.changes:
            raise problem_on("delivery_id", "webhook.delivery_unknown")
        return found.after_position
    if body.after_position is not None:
        _, head = await log_head(ctx.db)
        if body.after_position > head:
            raise problem_on("after_position", "webhook.position", head=head)
    return body.after_position


async def rotate(ctx: Ctx, webhook_id: UUID, expected: int) -> WebhookOut:
    """A new signing secret, shown once; for 24 hours messages carry signatures of both. Raises 404, 409, 412.

    Of two changes within that time only the last secret before signs along.
    """
    webhook, _ = await _load(ctx, webhook_id, expected, "rotate")
    secret = new_signing_secret()
    webhook.old_secret_sealed, webhook.old_secret_until = webhook.secret_sealed, ctx.now + rules.OVERLAP
    webhook.secret_sealed = Seal(ctx.settings).close(secret, webhook_id)
    await ctx.db.flush()
    return (await detail(ctx, webhook_id)).model_copy(update={"signing_secret": secret})


async def void(ctx: Ctx, webhook_id: UUID, expected: int, body: WithReason) -> WebhookOut:
    """Send nothing any more, for good. Raises 404, 409, 412."""
    webhook, _ = await _load(ctx, webhook_id, expected, "void")
    webhook.void_reason, webhook.stopped_by = body.reason, None
    await _drop_waiting(ctx.db, webhook_id)
    for test in await queries.tests_waiting(ctx.db, webhook_id):
        _drop(test)
    await ctx.db.flush()
    return await detail(ctx, webhook_id)


async def test(ctx: Ctx, webhook_id: UUID) -> WebhookDeliveryOut:
    """One signed message without changes, sent within seconds and tried once; the log tells what became of it.

    Raises 404; 409 `state.illegal`, `webhook.test_waiting`.
    """
    await visible(ctx, webhook_id)
    webhook, _ = await queries.locked(ctx.db, webhook_id)
    rules.TABLE.take(webhook.status, "test", may_write(ctx))
    if await queries.tests_waiting(ctx.db, webhook_id):
        raise Problem("webhook.test_waiting")
    content = {"type": DeliveryKind.test.value, "timestamp": ctx.now.isoformat(), "data": {}}
    made = WebhookDelivery(
        id=new_id(), webhook_id=webhook_id, kind=DeliveryKind.test, body=json.dumps(content),
        created_at=ctx.now, next_try_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(made)
    await ctx.db.flush()
    return logged(made)


async def _load(ctx: Ctx, webhook_id: UUID, expected: int, action: str) -> tuple[Webhook, WebhookProgress]:
    """The subscription in its state after the action, locked."""
    await visible(ctx, webhook_id)
    webhook, progress = await queries.locked(ctx.db, webhook_id)
    after = rules.TABLE.take(webhook.status, action, may_write(ctx))
    check_version(webhook, expected)
    if after is not webhook.status:
        webhook.status, webhook.status_at = after, ctx.now
    ctx.act(webhook, action)
    return webhook, progress


async def _try_again(ctx: Ctx, webhook_id: UUID) -> None:
    """What waits is due at once; without it, what was given up waits again, with short pauses."""
    found = await queries.waiting(ctx.db, webhook_id) or await queries.last_dead(ctx.db, webhook_id)
    if found is not None and found.body is not None:
        found.state, found.next_try_at, found.given_up_after = DeliveryState.waiting, ctx.now, found.attempts


async def _drop_waiting(db: AsyncSession, webhook_id: UUID) -> None:
    """New messages will say what these said."""
    for found in (await queries.waiting(db, webhook_id), await queries.last_dead(db, webhook_id)):
        if found is not None:
            _drop(found)
    await db.flush()


def _drop(delivery: WebhookDelivery) -> None:
    delivery.state, delivery.body, delivery.next_try_at = DeliveryState.dropped, None, None
