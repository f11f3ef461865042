"""Improvement plans (W-28): what other features and the routes call."""

from services.api.features.improvement_plans import service_milestones as milestones
from services.api.features.improvement_plans.service_change import accept, close, create, edit, send_back, submit, void
from services.api.features.improvement_plans.service_following import ImprovementPlanMover, open_of_school
from services.api.features.improvement_plans.service_read import (
    detail,
    file_access,
    milestone,
    page,
    states,
    without_plan,
)
from services.api.features.improvement_plans.service_told import IN_PAIRING

__all__ = [
    "IN_PAIRING",
    "ImprovementPlanMover",
    "accept",
    "close",
    "create",
    "detail",
    "edit",
    "file_access",
    "milestone",
    "milestones",
    "open_of_school",
    "page",
    "send_back",
    "states",
    "submit",
    "void",
    "without_plan",
]
