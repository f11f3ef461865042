"""Yearly summaries: what other features and the routes call."""

from services.api.features.summaries.filters import DueFilter
from services.api.features.summaries.service_change import create, edit, file, forward, review, send_back, submit
from services.api.features.summaries.service_read import detail, due, file_access, filed_of, page, tally

__all__ = [
    "DueFilter",
    "create",
    "detail",
    "due",
    "edit",
    "file",
    "file_access",
    "filed_of",
    "forward",
    "page",
    "review",
    "send_back",
    "submit",
    "tally",
]
