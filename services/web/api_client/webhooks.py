"""Webhooks of provincial systems."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.webhooks import WebhookDeliveryOut, WebhookOut
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class WebhooksClient:
    """`webhooks`."""

    api: Api

    async def rows(self, params: Query) -> Page[WebhookOut]:
        """One page of subscriptions."""
        return await self.api.get("/webhooks", Page[WebhookOut], params)

    async def detail(self, webhook_id: UUID) -> WebhookOut:
        """One subscription."""
        return await self.api.get(f"/webhooks/{webhook_id}", WebhookOut)

    async def deliveries(self, webhook_id: UUID, params: Query) -> Page[WebhookDeliveryOut]:
        """One page of its messages."""
        return await self.api.get(f"/webhooks/{webhook_id}/deliveries", Page[WebhookDeliveryOut], params)

    async def create(self, body: Body, key: str) -> WebhookOut:
        """Subscribe; the answer has the signing secret, this once."""
        return await self.api.post("/webhooks", WebhookOut, body, idempotency_key=key or None)

    async def change(self, webhook_id: UUID, body: Body, version: int) -> WebhookOut:
        """Another address, other entities, another description."""
        return await self.api.patch(f"/webhooks/{webhook_id}", WebhookOut, body, if_match=version)

    async def test(self, webhook_id: UUID) -> WebhookDeliveryOut:
        """Send a test message."""
        return await self.api.post(f"/webhooks/{webhook_id}/test", WebhookDeliveryOut)

    async def act(self, webhook_id: UUID, action: str, body: Body, version: int) -> WebhookOut:
        """One step."""
        return await self.api.post(f"/webhooks/{webhook_id}/{action}", WebhookOut, body or None, if_match=version)
