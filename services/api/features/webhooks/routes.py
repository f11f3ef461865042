"""Webhooks over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.webhooks import service
from services.api.features.webhooks.filters import DeliveriesAsked, WebhookFilter
from services.api.features.webhooks.service_sheet import DELIVERIES, WEBHOOKS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.webhooks import WebhookCreate, WebhookDeliveryOut, WebhookOut, WebhookPatch, WebhookReplay

router = strict_router("webhooks", "/api/v1/webhooks")
Reader = Annotated[Ctx, needs(Permission.webhook_read)]
Writer = Annotated[Ctx, needs(Permission.webhook_write)]


@router.get("")
async def list_webhooks(ctx: Reader, page: Paging, asked: Annotated[WebhookFilter, Depends()]) -> Page[WebhookOut]:
    """The subscriptions of the caller, or of the provincial systems of the caller's region, the newest first."""
    return await service.page(ctx, asked, page)


offer(router, WEBHOOKS, needs(Permission.webhook_read), WebhookFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_webhook(ctx: Writer, body: WebhookCreate, response: Response) -> WebhookOut:
    """Have changes sent to an address; `signing_secret` is shown this once."""
    made = await service.create(ctx, body)
    response.headers.update({"Location": f"/api/v1/webhooks/{made.id}", "Cache-Control": "no-store"})
    return made


@router.get("/{webhook_id}")
async def get_webhook(ctx: Reader, webhook_id: UUID) -> WebhookOut:
    """One subscription and how far it has come."""
    return await service.detail(ctx, webhook_id)


@router.patch("/{webhook_id}")
async def patch_webhook(ctx: Writer, webhook_id: UUID, body: WebhookPatch, expected: ExpectedVersion) -> WebhookOut:
    """Another address, other entities or another description."""
    return await service.edit(ctx, webhook_id, expected, body)


@router.get("/{webhook_id}/deliveries")
async def list_webhook_deliveries(
    ctx: Reader, page: Paging, asked: Annotated[DeliveriesAsked, Depends()]
) -> Page[WebhookDeliveryOut]:
    """The messages of a subscription, the newest first. Confirmed ones are forgotten after 30 days."""
    return await service.log_of(ctx, asked, page)


_LOG = needs(Permission.webhook_read)
offer(router, DELIVERIES, _LOG, DeliveriesAsked, service.log_of, path="/{webhook_id}/deliveries")


@router.post("/{webhook_id}/test", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def test_webhook(ctx: Writer, webhook_id: UUID) -> WebhookDeliveryOut:
    """Send one signed message without changes; `GET …/deliveries?kind=test` tells what became of it."""
    return await service.test(ctx, webhook_id)


@router.post("/{webhook_id}/pause")
async def pause_webhook(ctx: Writer, webhook_id: UUID, expected: ExpectedVersion) -> WebhookOut:
    """Send nothing for now; nothing is lost."""
    return await service.pause(ctx, webhook_id, expected)


@router.post("/{webhook_id}/resume")
async def resume_webhook(ctx: Writer, webhook_id: UUID, expected: ExpectedVersion) -> WebhookOut:
    """Go on from what was confirmed."""
    return await service.resume(ctx, webhook_id, expected)


@router.post("/{webhook_id}/replay")
async def replay_webhook(ctx: Writer, webhook_id: UUID, body: WebhookReplay, expected: ExpectedVersion) -> WebhookOut:
    """Send again from a position, since a message, or the message that was not taken."""
    return await service.replay(ctx, webhook_id, expected, body)


@router.post("/{webhook_id}/rotate")
async def rotate_webhook(ctx: Writer, webhook_id: UUID, expected: ExpectedVersion, response: Response) -> WebhookOut:
    """A new signing secret, shown this once; for 24 hours messages carry signatures of both."""
    response.headers["Cache-Control"] = "no-store"
    return await service.rotate(ctx, webhook_id, expected)


@router.post("/{webhook_id}/void")
async def void_webhook(ctx: Writer, webhook_id: UUID, body: WithReason, expected: ExpectedVersion) -> WebhookOut:
    """Send nothing any more, for good."""
    return await service.void(ctx, webhook_id, expected, body)
