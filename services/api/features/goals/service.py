"""Goals of assignments and personal plans: what other features and the routes call."""

from services.api.features.goals.filters import GoalFilter, PlanFilter
from services.api.features.goals.service_change import (
    agree,
    before_step,
    edit,
    judge,
    propose,
    revise,
    void,
)
from services.api.features.goals.service_following import plan_changed
from services.api.features.goals.service_plans import (
    accept_plan,
    create_plan,
    edit_plan,
    plan,
    plan_templates,
    plans,
    return_plan,
    submit_plan,
)
from services.api.features.goals.service_progress import progress
from services.api.features.goals.service_read import detail, of_assignment, page

__all__ = [
    "GoalFilter",
    "PlanFilter",
    "accept_plan",
    "agree",
    "before_step",
    "create_plan",
    "detail",
    "edit",
    "edit_plan",
    "judge",
    "of_assignment",
    "page",
    "plan",
    "plan_changed",
    "plan_templates",
    "plans",
    "progress",
    "propose",
    "return_plan",
    "revise",
    "submit_plan",
    "void",
]
