"""What other features and the routes call."""

from services.api.features.assignments.counting import counted_at, facts_are, has_outcome, in_year, outcome_of, touches
from services.api.features.assignments.filters import AssignmentFilter
from services.api.features.assignments.hooks import Joining, join_team, team_changed
from services.api.features.assignments.queries_where import extensions_of
from services.api.features.assignments.service_change import (
    arrive,
    complete,
    confirm,
    extend,
    incomplete,
    refuse,
    terminate,
    void,
)
from services.api.features.assignments.service_plan import edit, plan
from services.api.features.assignments.service_read import (
    Serving,
    detail,
    directory,
    in_post_after,
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
from services.api.features.assignments.service_succession import AssignmentMover, school_history

__all__ = [
    "AssignmentFilter",
    "AssignmentMover",
    "Joining",
    "Serving",
    "arrive",
    "complete",
    "confirm",
    "counted_at",
    "detail",
    "directory",
    "edit",
    "extend",
    "extensions_of",
    "facts_are",
    "has_outcome",
    "in_post_after",
    "in_year",
    "incomplete",
    "join_team",
    "month_hook",
    "of_team",
    "open_of_school",
    "open_of_staff",
    "outcome_of",
    "page",
    "people_of_pairing",
    "plan",
    "refresh_facts",
    "refuse",
    "school_history",
    "schools_serving",
    "sent_from",
    "serving_at",
    "team_changed",
    "terminate",
    "touches",
    "void",
]  # fmt: skip
