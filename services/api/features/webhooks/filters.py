"""What lists of subscriptions and messages can be narrowed by."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.codes import DeliveryKind, DeliveryState, WebhookStatus


@dataclass(frozen=True, slots=True)
class WebhookFilter:
    """`client_id` is the `id` of a provincial system."""

    client_id: UUID | None = None
    status: WebhookStatus | None = None


@dataclass(frozen=True, slots=True)
class DeliveriesAsked:
    """Messages of one subscription: what became of them, and what they say."""

    webhook_id: UUID
    state: DeliveryState | None = None
    kind: DeliveryKind | None = None
