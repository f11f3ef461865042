"""What other features and the routes call."""

from services.api.features.assignments.filters import AssignmentFilter, TeamFilter
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
from services.api.features.assignments.service_teams import create_team, team, teams

__all__ = [
    "AssignmentFilter", "Serving", "TeamFilter", "arrive", "complete", "confirm", "create_team", "detail",
    "directory", "edit", "extend", "in_post_after", "incomplete", "month_hook", "of_team", "open_of_school",
    "open_of_staff", "page", "people_of_pairing", "plan", "refuse", "schools_serving", "sent_from", "serving_at",
    "team", "teams", "terminate", "void",
]  # fmt: skip
