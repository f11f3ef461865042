"""Handovers: what other features and the routes call."""

from services.api.features.handovers.filters import HandoverFilter
from services.api.features.handovers.service_change import (
    correct,
    edit_feedback,
    give_feedback,
    hand_over,
    read_feedback,
    share,
)
from services.api.features.handovers.service_following import plan_changed
from services.api.features.handovers.service_read import assignment_moments, detail, file_access, page

__all__ = [
    "HandoverFilter",
    "assignment_moments",
    "correct",
    "detail",
    "edit_feedback",
    "file_access",
    "give_feedback",
    "hand_over",
    "page",
    "plan_changed",
    "read_feedback",
    "share",
]
