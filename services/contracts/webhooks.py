"""Webhooks: changes sent to a provincial system as they happen (architecture §7; Standard Webhooks 1.0)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from services.contracts.base import Body, Line, Out, VersionedOut, WebAddress
from services.contracts.codes import (
    DeliveryKind,
    DeliveryReason,
    DeliveryState,
    WebhookHold,
    WebhookStatus,
    WebhookStop,
)
from services.contracts.shapes import TABLE_NAME

LARGEST_POSITION = 2**62
Url = Annotated[WebAddress, Field(examples=["https://example.invalid/hooks/changes"])]
"""Where messages go: https, a public name, port 443 or from 1024 on, no user and no fragment."""
EntityName = Annotated[str, Field(pattern=TABLE_NAME, examples=["assignment"])]
Position = Annotated[int, Field(ge=0, le=LARGEST_POSITION)]


def _each_once(value: list[str]) -> list[str]:
    return sorted(set(value))


Entities = Annotated[list[EntityName], Field(max_length=60), AfterValidator(_each_once)]
"""Entities of the change feed; none means all."""


class WebhookCreate(Body):
    """A subscription. A provincial system subscribes for itself; an administrator names it by `client_id` (its `id`).

    `after_position`: the last position the receiver has already, such as a snapshot's; without it only changes from now
    on are sent.
    """

    client_id: UUID | None = None
    url: Url
    entities: Entities = []
    description: Line = ""
    after_position: Position | None = None


class WebhookPatch(Body):
    """What may change. A message that waits is sent to the new address with the content it has."""

    url: Url | None = None
    entities: Entities | None = None
    description: Line | None = None


class WebhookReplay(Body):
    """Where to go on: after a position, or with the messages since one that was sent; with neither the message that
    was not taken is tried again, under the same id."""

    after_position: Position | None = None
    delivery_id: UUID | None = None


class WebhookOut(VersionedOut):
    """A subscription. `signing_secret` is shown once, right after create and rotate.

    `confirmed_position`: all changes of its scope up to there were taken; `head_position` is the last of the feed.
    `held_back`: why nothing is sent although the status is `active`. `old_secret_until`: until then messages carry
    signatures of both secrets.
    """

    id: UUID
    client_id: UUID
    client_name: str
    url: str
    entities: list[str]
    description: str
    status: WebhookStatus
    status_at: datetime
    stopped_by: WebhookStop | None = None
    held_back: WebhookHold | None = None
    confirmed_position: int
    head_position: int
    last_confirmed_at: datetime | None = None
    failed_tries: int = 0
    next_try_at: datetime | None = None
    old_secret_until: datetime | None = None
    created_at: datetime
    signing_secret: str | None = None


class WebhookDeliveryOut(Out):
    """One message: its `webhook-id` never changes, however often it is tried.

    It holds the changes after `after_position` up to `to_position` (both null for a test). `http_status`, `reason`,
    `milliseconds` are those of the last try. Confirmed ones are forgotten after 30 days.
    """

    id: UUID
    webhook_id: str = Field(examples=["msg_019ac1f0a6d97c3c8a2b5f0e6d1c2b3a"])
    kind: DeliveryKind
    state: DeliveryState
    items: int
    after_position: int | None = None
    to_position: int | None = None
    attempts: int
    http_status: int | None = None
    reason: DeliveryReason | None = None
    milliseconds: int | None = None
    created_at: datetime
    last_tried_at: datetime | None = None
    next_try_at: datetime | None = None
    confirmed_at: datetime | None = None
