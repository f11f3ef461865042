"""The worker's part of webhooks: each subscription has one message under way at a time, in the order of the log.

A message is made as a row (its id and content never change), sent, and its confirmation moves the position in one
transaction. A process killed in between leaves the row waiting: another one sends the same message again when the lease
has run out. Receivers are called beside each other, so a slow one holds up nobody.
"""

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.changes import service as changes
from services.api.features.webhooks import messages, queries, rules
from services.api.features.webhooks.calling import Call, Outcome, Resolve, deliver, system_resolve
from services.api.features.webhooks.models import Webhook, WebhookDelivery, WebhookProgress
from services.api.features.webhooks.sealing import Seal, message_id, signatures
from services.api.features.webhooks.service_read import client_scope, standing_of
from services.api.kernel.clock import SHANGHAI, Clock
from services.api.kernel.db import Database
from services.api.kernel.events import name_action
from services.api.kernel.ids import new_id
from services.api.kernel.logs import log, log_failure
from services.api.kernel.positions import log_head
from services.api.settings import Settings
from services.contracts.changes import ChangesPage
from services.contracts.codes import DeliveryKind, DeliveryState, WebhookStatus, WebhookStop

LEASE = timedelta(seconds=60)
"""Four times as long as one call may take."""
AT_ONCE = 32
"""Receivers that one process calls at the same time."""
MESSAGES_A_TURN = 50
"""Then others get their turn."""
LOOK_AGAIN_SECONDS = 1.0
SKIP = 1000
"""Positions without anything for a subscription, after which it is written down that they were looked at."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message that this process sends now."""

    webhook_id: UUID
    delivery_id: UUID
    call: Call


@dataclass(frozen=True, slots=True)
class Looked:
    """Up to where there is nothing of these entities for a subscription whose position is `since`."""

    since: int
    entities: tuple[str, ...]
    until: int


class Sender:
    """One process's part; several processes share the subscriptions by their leases."""

    def __init__(self, database: Database, clock: Clock, settings: Settings, resolve: Resolve = system_resolve) -> None:
        self._database, self._clock, self._settings, self._resolve = database, clock, settings, resolve
        self._seal = Seal(settings)
        self._holder: UUID = new_id()
        self._looked: dict[UUID, Looked] = {}

    async def run_due(self) -> int:
        """Send until nothing is due; how many messages were sent, taken or not."""
        running: dict[asyncio.Task[int], UUID] = {}
        broken: set[UUID] = set()
        sent = 0
        try:
            while True:
                for webhook_id in await self._due({*running.values(), *broken}, AT_ONCE - len(running)):
                    running[asyncio.create_task(self._turn(webhook_id))] = webhook_id
                if not running:
                    return sent
                done, _ = await asyncio.wait(running, timeout=LOOK_AGAIN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    webhook_id = running.pop(task)
                    if (error := task.exception()) is not None:
                        log_failure("webhook", error, webhook=str(webhook_id))
                        broken.add(webhook_id)  # the next look, a second later, tries again
                    else:
                        sent += task.result()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _due(self, busy: Collection[UUID], most: int) -> list[UUID]:
        if most <= 0:
            return []
        now = self._clock.now()
        async with self._database.fresh_reader() as db:
            epoch, head = await log_head(db)
            rows = await queries.candidates(db, now, self._holder)
        today = now.astimezone(SHANGHAI).date()
        due = [
            row.webhook_id
            for row in rows
            if row.webhook_id not in busy
            and (row.has_message or _begun_anew(row, epoch) or self._looked_until(row) < head)
            and rules.held_back(standing_of(row), today) is None
        ]
        return due[:most]

    def _looked_until(self, row: Any) -> int:
        looked = self._looked.get(row.webhook_id)
        position: int = row.position
        fits = looked is not None and (looked.since, looked.entities) == (position, tuple(row.entities))
        return looked.until if looked is not None and fits else position

    async def _turn(self, webhook_id: UUID) -> int:
        """Send for one subscription until something is not taken; how many messages."""
        for sent in range(MESSAGES_A_TURN):
            message = await self._next(webhook_id)
            if message is None:
                return sent
            outcome = await deliver(message.call, self._settings, self._resolve)
            if not await self._record(message, outcome):
                return sent + 1
        return MESSAGES_A_TURN

    async def _next(self, webhook_id: UUID) -> Message | None:
        """The message to send now, held for this process; None when there is none."""
        now = self._clock.now()
        draft = None
        async with self._database.fresh_reader() as db:
            rows = await queries.candidates(db, now, self._holder, webhook_id)
            if not rows or rules.held_back(standing_of(rows[0]), now.astimezone(SHANGHAI).date()) is not None:
                return None
            if not rows[0].has_message:
                draft = await self._draft(db, rows[0])
                if draft is None:
                    return None
        async with self._database.writer(clock=self._clock) as db:
            return await self._claim(db, webhook_id, draft, now)

    async def _draft(self, db: AsyncSession, row: Any) -> messages.Draft | None:
        """What the next message would say; None when there is nothing to say yet."""
        after = self._looked_until(row)
        found = await changes.page_for(db, client_scope(row), after, rules.MOST_ITEMS, row.entities)
        page = ChangesPage.model_validate_json(found)
        if _begun_anew(row, page.epoch):
            return messages.resync(page.epoch, row.position, page.as_of_position)
        to = changes.position_of(page.next_cursor)
        if page.items:
            return messages.changes(page, row.position, to)
        if to - row.position >= SKIP:
            await self._skip(row.webhook_id, row.position, to)
        else:
            self._looked[row.webhook_id] = Looked(row.position, tuple(row.entities), to)
        return None

    async def _skip(self, webhook_id: UUID, position: int, to: int) -> None:
        """Remember that there is nothing for a subscription up to there."""
        async with self._database.writer(clock=self._clock) as db:
            _, progress = await queries.locked(db, webhook_id)
            if progress.position == position and await queries.waiting(db, webhook_id) is None:
                progress.position = to

    async def _claim(
        self, db: AsyncSession, webhook_id: UUID, draft: messages.Draft | None, now: datetime
    ) -> Message | None:
        webhook, progress = await queries.locked(db, webhook_id)
        if progress.until is not None and progress.until > now and progress.holder != self._holder:
            return None
        if draft is not None:
            if progress.position != draft.after or await queries.waiting(db, webhook_id) is not None:
                return None
            db.add(messages.made(draft, webhook_id, now))
            await db.flush()
            progress.epoch = draft.epoch
        delivery = await queries.due_message(db, webhook_id, now)
        if delivery is None:
            return None
        progress.holder, progress.until = self._holder, now + LEASE
        return Message(webhook_id, delivery.id, self._call(webhook, delivery, now))

    def _call(self, webhook: Webhook, delivery: WebhookDelivery, now: datetime) -> Call:
        sealed = [webhook.secret_sealed]
        if webhook.old_secret_sealed and webhook.old_secret_until is not None and webhook.old_secret_until > now:
            sealed.append(webhook.old_secret_sealed)
        secrets = [self._seal.open(each, webhook.id) for each in sealed]
        name, timestamp, body = message_id(delivery.id), int(now.timestamp()), delivery.body or "{}"
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"jiedui-webhooks/{self._settings.release}",
            "webhook-id": name,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signatures(secrets, name, timestamp, body),
        }
        return Call(webhook.url, body, headers)

    async def _record(self, message: Message, outcome: Outcome) -> bool:
        """Write down what became of a try; whether to go on with the next message.

        A message that was dropped, or confirmed by another process, in between stays as it is.
        """
        async with self._database.writer(clock=self._clock) as db:
            webhook, progress = await queries.locked(db, message.webhook_id)
            if progress.holder == self._holder:
                progress.holder = progress.until = None
            delivery = await queries.delivery(db, message.delivery_id)
            if delivery is None or delivery.state is not DeliveryState.waiting:
                return False
            self._note(db, webhook, progress, delivery, outcome)
            state, attempts = delivery.state, delivery.attempts
        log(
            "webhook", webhook=str(message.webhook_id), message=message_id(message.delivery_id), state=state.value,
            attempts=attempts, http_status=outcome.status, reason=outcome.reason and outcome.reason.value,
            milliseconds=outcome.milliseconds,
        )  # fmt: skip
        return outcome.reason is None

    def _note(
        self,
        db: AsyncSession,
        webhook: Webhook,
        progress: WebhookProgress,
        delivery: WebhookDelivery,
        outcome: Outcome,
    ) -> None:
        now = self._clock.now()
        delivery.attempts += 1
        delivery.last_tried_at, delivery.milliseconds = now, outcome.milliseconds
        delivery.http_status, delivery.reason = outcome.status, outcome.reason
        if outcome.reason is None:
            _confirm(progress, delivery, now)
        elif delivery.kind is DeliveryKind.test:
            delivery.state, delivery.body, delivery.next_try_at = DeliveryState.dead, None, None
        elif outcome.status == rules.GONE:
            delivery.next_try_at = None
            _stop(db, webhook, WebhookStatus.paused, WebhookStop.gone, now)
        else:
            _put_off(db, webhook, delivery, outcome, now)


def _begun_anew(row: Any, epoch: UUID) -> bool:
    """Whether the log is another one than when the last message was made; before its first event it had no epoch."""
    return row.epoch != epoch and bool(row.epoch.int)


def _confirm(progress: WebhookProgress, delivery: WebhookDelivery, now: datetime) -> None:
    delivery.state, delivery.confirmed_at = DeliveryState.confirmed, now
    delivery.body = delivery.next_try_at = None
    if delivery.to_position is not None:
        progress.position, progress.last_confirmed_at = delivery.to_position, now


def _put_off(db: AsyncSession, webhook: Webhook, delivery: WebhookDelivery, outcome: Outcome, now: datetime) -> None:
    """Try again later, or give up: then nothing more is sent until somebody resumes or replays."""
    asked = rules.retry_after(outcome.status or 0, outcome.retry_after, now)
    pause = rules.next_pause(delivery.attempts - delivery.given_up_after, asked, random.random())  # noqa: S311
    if pause is not None:
        delivery.next_try_at = now + pause
        return
    delivery.state, delivery.next_try_at = DeliveryState.dead, None
    _stop(db, webhook, WebhookStatus.failing, WebhookStop.gave_up, now)


def _stop(db: AsyncSession, webhook: Webhook, status: WebhookStatus, why: WebhookStop, now: datetime) -> None:
    if webhook.status is WebhookStatus.active:
        webhook.status, webhook.stopped_by, webhook.status_at = status, why, now
        name_action(db, webhook, why.value)
