"""What other features and the routes call."""

from services.api.features.assignments.counting import counted_at, facts_are, has_outcome, in_year, outcome_of, touches
from services.api.features.assignments.filters import AssignmentFilter
from services.api.features.assignments.hooks import (
    Joining,
    confirm_guards,
    join_team,
    plan_followers,
    step_guards,
    succession_followers,
    team_changed,
    timeline_sources,
)
from services.api.features.assignments.queries_where import extensions_of
from services.api.features.assignments.rules_kinds import SUPPORT_PEOPLE
from services.api.features.assignments.service_change import (
    arrive,
    complete,
    confirm,
    extend,
    incomplete,
    refuse,
    take_back,
    terminate,
    void,
)
from services.api.features.assignments.service_correct import correct_facts
from services.api.features.assignments.service_plan import edit, in_scope_locked, plan
from services.api.features.assignments.service_read import (
    Serving,
    directory,
    in_post_after,
    lock,
    month_hook,
    of_team,
    open_of_school,
    open_of_staff,
    page,
    people_of_pairing,
    schools_serving,
    sent_from,
    serving_at,
)
from services.api.features.assignments.service_refresh import refresh_facts
from services.api.features.assignments.service_replace import relieve, replace
from services.api.features.assignments.service_succession import AssignmentMover, school_history
from services.api.features.assignments.service_swap import swap
from services.api.features.assignments.service_told import detail

__all__ = [
    "SUPPORT_PEOPLE",
    "AssignmentFilter",
    "AssignmentMover",
    "Joining",
    "Serving",
    "arrive",
    "complete",
    "confirm",
    "confirm_guards",
    "correct_facts",
    "counted_at",
    "detail",
    "directory",
    "edit",
    "extend",
    "extensions_of",
    "facts_are",
    "has_outcome",
    "in_post_after",
    "in_scope_locked",
    "in_year",
    "incomplete",
    "join_team",
    "lock",
    "month_hook",
    "of_team",
    "open_of_school",
    "open_of_staff",
    "outcome_of",
    "page",
    "people_of_pairing",
    "plan",
    "plan_followers",
    "refresh_facts",
    "refuse",
    "relieve",
    "replace",
    "school_history",
    "schools_serving",
    "sent_from",
    "serving_at",
    "step_guards",
    "succession_followers",
    "swap",
    "take_back",
    "team_changed",
    "terminate",
    "timeline_sources",
    "touches",
    "void",
]  # fmt: skip
