"""Tables of webhooks: the subscription, how far it has come, and the messages sent."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Entity, Instant, code_type, json_type
from services.contracts.codes import DeliveryKind, DeliveryReason, DeliveryState, WebhookStatus, WebhookStop

without_events("webhook_progress", "moves with every message; what was sent is in webhook_delivery")
without_events("webhook_delivery", "messages about events, forgotten after some time")
WAITING_SQL = text("state = 'waiting' AND kind <> 'test'")


class Webhook(Entity, table=True):
    """One address of a provincial system. Secrets are sealed (`sealing.py`); the old one signs along until its end."""

    __tablename__ = "webhook"

    event_fields: ClassVar[tuple[str, ...]] = ("client_id", "region_code", "status", "stopped_by", "old_secret_until")

    client_id: UUID = Field(foreign_key="api_client.id", index=True)
    region_code: str = Field(max_length=6)
    url: str = Field(max_length=500)
    entities: list[str] = Field(sa_type=json_type())
    description: str = Field(default="", max_length=200)
    status: WebhookStatus = Field(default=WebhookStatus.active, sa_type=code_type(WebhookStatus, "status"))
    status_at: datetime = Field(sa_type=Instant, nullable=False)
    stopped_by: WebhookStop | None = Field(default=None, sa_type=code_type(WebhookStop, "stopped_by"))
    void_reason: str = Field(default="", max_length=500)
    secret_sealed: str = Field(max_length=200)
    old_secret_sealed: str | None = Field(default=None, max_length=200)
    old_secret_until: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """The region of its provincial system."""
        return self.region_code, None


class WebhookProgress(Base, table=True):
    """How far a subscription has come, and which process sends for it until when."""

    __tablename__ = "webhook_progress"

    webhook_id: UUID = Field(primary_key=True, foreign_key="webhook.id")
    epoch: UUID
    position: int = Field(sa_type=BigInteger)
    last_confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    holder: UUID | None = None
    until: datetime | None = Field(default=None, sa_type=Instant)


class WebhookDelivery(Base, table=True):
    """One message. `body` is what is sent, byte for byte at each try, and gone once it is confirmed or dropped.

    `given_up_after` are the tries of earlier rounds: a message that is tried again begins with short pauses.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_webhook", "webhook_id", "id"),
        Index("ix_webhook_delivery_age", "created_at"),
        Index(
            "uq_webhook_delivery_waiting", "webhook_id", unique=True,
            postgresql_where=WAITING_SQL,
            sqlite_where=WAITING_SQL,
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    webhook_id: UUID = Field(foreign_key="webhook.id")
    kind: DeliveryKind = Field(sa_type=code_type(DeliveryKind, "kind"))
    state: DeliveryState = Field(default=DeliveryState.waiting, sa_type=code_type(DeliveryState, "state"))
    after_position: int | None = Field(default=None, sa_type=BigInteger)
    to_position: int | None = Field(default=None, sa_type=BigInteger)
    items: int = 0
    body: str | None = Field(default=None, sa_type=Text)
    attempts: int = 0
    given_up_after: int = 0
    http_status: int | None = None
    reason: DeliveryReason | None = Field(default=None, sa_type=code_type(DeliveryReason, "reason"))
    milliseconds: int | None = None
    created_at: datetime = Field(sa_type=Instant, nullable=False)
    last_tried_at: datetime | None = Field(default=None, sa_type=Instant)
    next_try_at: datetime | None = Field(default=None, sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
