"""What a message says: made once and kept, so that each try sends the same bytes."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.api.features.webhooks.models import WebhookDelivery
from services.api.kernel.ids import new_id
from services.contracts.changes import ChangesPage
from services.contracts.codes import DeliveryKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is to be made, if nobody has moved on from `after` meanwhile."""

    kind: DeliveryKind
    epoch: UUID
    after: int
    to: int
    items: int
    data: dict[str, Any]


def changes(page: ChangesPage, after: int, to: int) -> Draft:
    """The changes of one page of the feed, as `GET /changes` gives them."""
    items = [item.model_dump(mode="json") for item in page.items]
    data = {"epoch": str(page.epoch), "items": items, "cursor": page.next_cursor}
    return Draft(DeliveryKind.changes, page.epoch, after, to, len(items), data)


def resync(epoch: UUID, after: int, head: int) -> Draft:
    """The log goes on from a backup: what was told may not be true any more, a new snapshot is needed."""
    return Draft(DeliveryKind.resync, epoch, after, head, 0, {"epoch": str(epoch), "items": [], "cursor": None})


def made(draft: Draft, webhook_id: UUID, now: datetime) -> WebhookDelivery:
    """The row of a new message."""
    content = {"type": draft.kind.value, "timestamp": now.isoformat(), "data": draft.data}
    return WebhookDelivery(
        id=new_id(), webhook_id=webhook_id, kind=draft.kind, after_position=draft.after, to_position=draft.to,
        items=draft.items, body=json.dumps(content, ensure_ascii=False, separators=(",", ":")), created_at=now,
        next_try_at=now,
    )  # fmt: skip
