"""What other features and the routes call."""

from services.api.features.pairings.filters import PairingFilter
from services.api.features.pairings.service_change import (
    activate,
    add_goal,
    decide,
    end,
    end_guards,
    negotiate,
    propose,
    report_goals,
    resume,
    set_contacts,
    sign,
    suspend,
    void,
    void_goal,
)
from services.api.features.pairings.service_read import (
    activity_counters,
    detail,
    directory,
    find,
    goals_received,
    live_on,
    open_of_school,
    page,
    parties,
    people_counters,
    timeline,
    timeline_sources,
    visible,
)

__all__ = [
    "PairingFilter", "activate", "activity_counters", "add_goal", "decide", "detail", "directory", "end",
    "end_guards", "find", "goals_received", "live_on", "negotiate", "open_of_school", "page", "parties",
    "people_counters", "propose", "report_goals", "resume", "set_contacts", "sign", "suspend", "timeline",
    "timeline_sources", "visible", "void", "void_goal",
]  # fmt: skip
