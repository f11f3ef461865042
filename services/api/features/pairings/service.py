"""What other features and the routes call."""

from services.api.features.pairings.filters import PairingFilter
from services.api.features.pairings.models import Pairing
from services.api.features.pairings.service_agreement import agreement, correct_agreement, put_agreement
from services.api.features.pairings.service_change import (
    activate,
    add_goal,
    decide,
    end,
    negotiate,
    report_goals,
    resume,
    set_contacts,
    sign,
    suspend,
    void,
    void_goal,
)
from services.api.features.pairings.service_propose import propose
from services.api.features.pairings.service_read import (
    activity_counters,
    beside,
    detail,
    directory,
    file_access,
    find,
    goals_received,
    live_on,
    mentor_pair_counters,
    open_of_school,
    page,
    parties,
    people_counters,
    timeline,
    timeline_sources,
    visible,
)
from services.api.features.pairings.service_renew import renew, renewal_followers
from services.api.features.pairings.service_steps import end_followers, end_guards
from services.api.features.pairings.service_succession import PairingMover, school_history

__all__ = [
    "Pairing",
    "PairingFilter",
    "PairingMover",
    "activate",
    "activity_counters",
    "add_goal",
    "agreement",
    "beside",
    "correct_agreement",
    "decide",
    "detail",
    "directory",
    "end",
    "end_followers",
    "end_guards",
    "file_access",
    "find",
    "goals_received",
    "live_on",
    "mentor_pair_counters",
    "negotiate",
    "open_of_school",
    "page",
    "parties",
    "people_counters",
    "propose",
    "put_agreement",
    "renew",
    "renewal_followers",
    "report_goals",
    "resume",
    "school_history",
    "set_contacts",
    "sign",
    "suspend",
    "timeline",
    "timeline_sources",
    "visible",
    "void",
    "void_goal",
]  # fmt: skip
