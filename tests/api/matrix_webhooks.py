"""Webhooks in the authorisation matrix: a subscription, and a well-formed call for every route that writes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.support.callers import Caller

ADDRESS = "https://example.invalid/hooks/changes"


def _new(matrix: Any, kind: str) -> dict[str, Any]:
    """A system subscribes for itself, an office for a system of its province."""
    if kind.startswith("client"):
        return {"url": ADDRESS}
    return {"url": ADDRESS, "client_id": str(matrix.callers["client_changes"].id)}


WEBHOOK_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/webhooks"): _new,
    ("PATCH", "/webhooks/{webhook_id}"): lambda _m, _k: {"description": "省平台的副本"},
    ("POST", "/webhooks/{webhook_id}/replay"): lambda _m, _k: {},
    ("POST", "/webhooks/{webhook_id}/void"): lambda _m, _k: {"reason": "系统下线"},
}


async def webhook(system: Caller) -> dict[str, UUID]:
    """What the province's system subscribed to."""
    made = await system.post("/webhooks", {"url": ADDRESS})
    return {"webhook_id": UUID(made.json()["id"])}
