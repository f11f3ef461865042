"""Disagreements about planned assignments: what other features and the routes call."""

from services.api.features.disagreements.filters import DisagreementFilter
from services.api.features.disagreements.service_change import (
    answer,
    before_confirming,
    create,
    keep,
    plan_changed,
    schools_moved,
    withdraw,
)
from services.api.features.disagreements.service_read import assignment_moments, detail, of_plans, page

__all__ = [
    "DisagreementFilter",
    "answer",
    "assignment_moments",
    "before_confirming",
    "create",
    "detail",
    "keep",
    "of_plans",
    "page",
    "plan_changed",
    "schools_moved",
    "withdraw",
]
