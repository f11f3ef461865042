"""Webhooks, 变更推送: what other features, the routes and the worker call."""

from services.api.features.webhooks.filters import DeliveriesAsked, WebhookFilter
from services.api.features.webhooks.service_change import (
    create,
    edit,
    pause,
    replay,
    resume,
    rotate,
    test,
    void,
)
from services.api.features.webhooks.service_forget import forget
from services.api.features.webhooks.service_read import detail, log_of, page
from services.api.features.webhooks.service_send import Sender

__all__ = [
    "DeliveriesAsked",
    "Sender",
    "WebhookFilter",
    "create",
    "detail",
    "edit",
    "forget",
    "log_of",
    "page",
    "pause",
    "replay",
    "resume",
    "rotate",
    "test",
    "void",
]
