"""Selects on subscriptions and messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.clients import service as clients
from services.api.features.webhooks.filters import DeliveriesAsked, WebhookFilter
from services.api.features.webhooks.models import Webhook, WebhookDelivery, WebhookProgress
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope
from services.contracts.codes import DeliveryKind, DeliveryState, WebhookStatus

W: Any = Webhook
P: Any = WebhookProgress
D: Any = WebhookDelivery
_SENT_FOR = (
    W.id, W.version, W.client_id, W.url, W.entities, W.description, W.status, W.status_at, W.stopped_by,
    W.old_secret_until, W.created_at, P.position, P.last_confirmed_at,
)  # fmt: skip
_LOGGED = (
    D.id, D.webhook_id, D.kind, D.state, D.items, D.after_position, D.to_position, D.attempts, D.http_status, D.reason,
    D.milliseconds, D.created_at, D.last_tried_at, D.next_try_at, D.confirmed_at,
)  # fmt: skip
AT_ONCE = 200


def _mine(scope: Scope, client: Any) -> ColumnElement[bool]:
    """A provincial system has its own subscriptions, an office those of the systems of its region."""
    if scope.principal.is_client:
        return client.id == scope.principal.id  # type: ignore[no-any-return] # a comparison of a column
    return scope.rows([Party(county=client.region_code)])


def _rows(scope: Scope) -> Select[Any]:
    client = clients.directory().c
    waiting = and_(D.webhook_id == W.id, D.state == DeliveryState.waiting, D.kind != DeliveryKind.test)
    columns = (
        client.name.label("client_name"), client.revoked_at, client.expires_on, client.scopes,
        D.attempts.label("failed_tries"), D.next_try_at,
    )  # fmt: skip
    statement = select(*_SENT_FOR, *columns).select_from(Webhook).join(WebhookProgress, P.webhook_id == W.id)
    return (
        statement.join(clients.directory(), client.id == W.client_id)
        .outerjoin(WebhookDelivery, waiting)
        .where(_mine(scope, client))
    )


async def page(db: AsyncSession, scope: Scope, asked: WebhookFilter, paging: PageAsked) -> Rows:
    """One page of the subscriptions in scope, the newest first."""
    statement = _rows(scope)
    if asked.client_id is not None:
        statement = statement.where(W.client_id == asked.client_id)
    if asked.status is not None:
        statement = statement.where(W.status == asked.status)
    return await page_of(db, statement, paging, [(W.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, webhook_id: UUID) -> Any:
    """One subscription in scope."""
    return (await db.execute(_rows(scope).where(W.id == webhook_id))).one_or_none()


async def locked(db: AsyncSession, webhook_id: UUID) -> tuple[Webhook, WebhookProgress]:
    """A subscription with its progress, both locked and read afresh; the caller has checked the scope.

    Who sends takes the same rows in the same order.
    """
    progress = select(WebhookProgress).where(P.webhook_id == webhook_id).with_for_update()
    found = await db.scalars(progress.execution_options(populate_existing=True))
    webhook = select(Webhook).where(W.id == webhook_id).with_for_update()
    return (await db.scalars(webhook.execution_options(populate_existing=True))).one(), found.one()


async def client_of(db: AsyncSession, client_id: UUID) -> Any:
    """What a provincial system may do, or None."""
    client = clients.directory().c
    return (await db.execute(select(clients.directory()).where(client.id == client_id))).one_or_none()


async def count_of(db: AsyncSession, client_id: UUID) -> int:
    """How many subscriptions of a provincial system are not void."""
    live = select(func.count()).select_from(Webhook).where(W.client_id == client_id, W.status != WebhookStatus.void)
    return int(await db.scalar(live) or 0)


async def deliveries(db: AsyncSession, asked: DeliveriesAsked, paging: PageAsked) -> Rows:
    """One page of the messages of a subscription, the newest first; the caller has checked the scope."""
    statement = select(*_LOGGED).where(D.webhook_id == asked.webhook_id)
    if asked.state is not None:
        statement = statement.where(D.state == asked.state)
    if asked.kind is not None:
        statement = statement.where(D.kind == asked.kind)
    return await page_of(db, statement, paging, [(D.id, UUID)], descending=True)


async def delivery(db: AsyncSession, delivery_id: UUID) -> WebhookDelivery | None:
    """One message, to be changed under the lock of its subscription's progress."""
    found = select(WebhookDelivery).where(D.id == delivery_id)
    return (await db.scalars(found.execution_options(populate_existing=True))).one_or_none()


async def waiting(db: AsyncSession, webhook_id: UUID) -> WebhookDelivery | None:
    """The message that waits, tests aside."""
    mine = (D.webhook_id == webhook_id, D.state == DeliveryState.waiting, D.kind != DeliveryKind.test)
    return (await db.scalars(select(WebhookDelivery).where(*mine))).one_or_none()


async def last_dead(db: AsyncSession, webhook_id: UUID) -> WebhookDelivery | None:
    """The last message that was given up, tests aside."""
    mine = (D.webhook_id == webhook_id, D.state == DeliveryState.dead, D.kind != DeliveryKind.test)
    return (await db.scalars(select(WebhookDelivery).where(*mine).order_by(D.id.desc()).limit(1))).one_or_none()


async def tests_waiting(db: AsyncSession, webhook_id: UUID) -> Sequence[WebhookDelivery]:
    """Tests that were not sent yet."""
    mine = (D.webhook_id == webhook_id, D.state == DeliveryState.waiting, D.kind == DeliveryKind.test)
    return (await db.scalars(select(WebhookDelivery).where(*mine).order_by(D.id))).all()


def _due_message(now: datetime) -> ColumnElement[bool]:
    sent = or_(D.kind == DeliveryKind.test, W.status == WebhookStatus.active)
    return and_(D.webhook_id == W.id, D.state == DeliveryState.waiting, D.next_try_at <= now, sent)


async def candidates(db: AsyncSession, now: datetime, holder: UUID, only: UUID | None = None) -> Sequence[Any]:
    """Subscriptions that no other process sends for and that have a message due, or none and perhaps changes.

    Those with a message first: (webhook_id, position, epoch, entities, has_message, columns of the provincial system).
    """
    client = clients.directory().c
    due = select(D.id).where(_due_message(now)).correlate(W).exists()
    held = select(D.id).where(
        D.webhook_id == W.id, D.state == DeliveryState.waiting, D.kind != DeliveryKind.test
    ).correlate(W).exists()  # fmt: skip
    free = or_(P.until.is_(None), P.until <= now, P.holder == holder)
    has_message = case((due, 1), else_=0).label("has_message")
    columns = (W.id.label("webhook_id"), P.position, P.epoch, W.entities, has_message, *client)
    statement = select(*columns).select_from(Webhook).join(WebhookProgress, P.webhook_id == W.id)
    statement = statement.join(clients.directory(), client.id == W.client_id)
    open_ones = statement.where(free, or_(due, and_(W.status == WebhookStatus.active, ~held)))
    if only is not None:
        open_ones = open_ones.where(W.id == only)
    return (await db.execute(open_ones.order_by(has_message.desc(), W.id).limit(AT_ONCE))).all()


async def due_message(db: AsyncSession, webhook_id: UUID, now: datetime) -> WebhookDelivery | None:
    """The message of a subscription to send now: a test before a change."""
    first = case((D.kind == DeliveryKind.test, 0), else_=1)
    found = select(WebhookDelivery).join(Webhook, W.id == D.webhook_id).where(W.id == webhook_id, _due_message(now))
    return (await db.scalars(found.order_by(first, D.id).limit(1))).one_or_none()


async def forget(db: AsyncSession, before: datetime, most: int) -> int:
    """Delete messages that wait no more and are older than an instant, but for those a receiver may still ask for."""
    over = (DeliveryState.confirmed, DeliveryState.dropped)
    test_over = and_(D.kind == DeliveryKind.test, D.state == DeliveryState.dead)
    old = select(D.id).where(D.created_at < before, or_(D.state.in_(over), test_over)).limit(most)
    return int(getattr(await db.execute(delete(WebhookDelivery).where(D.id.in_(old))), "rowcount", 0))


async def ended_secrets(db: AsyncSession, now: datetime) -> Sequence[Webhook]:
    """Subscriptions whose secret before signs no more, locked."""
    over = select(Webhook).where(W.old_secret_until <= now, W.old_secret_sealed.is_not(None))
    return (await db.scalars(over.order_by(W.id).limit(AT_ONCE).with_for_update())).all()
