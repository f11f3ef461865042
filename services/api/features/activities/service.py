"""Activities of pairings, recorded once by the host school and shown to both (E-35, W-21): the door of the feature."""

from services.api.features.activities.filters import ActivityFilter
from services.api.features.activities.service_change import edit, not_there, record, restore, there, void
from services.api.features.activities.service_people import people, set_people
from services.api.features.activities.service_plans import pairing_ends
from services.api.features.activities.service_read import (
    Shown,
    count_of_pairing,
    counts_by_month,
    file_access,
    of_school_in,
    one,
    page,
    pairing_moments,
    sent_hook,
)

__all__ = [
    "ActivityFilter",
    "Shown",
    "count_of_pairing",
    "counts_by_month",
    "edit",
    "file_access",
    "not_there",
    "of_school_in",
    "one",
    "page",
    "pairing_ends",
    "pairing_moments",
    "people",
    "record",
    "restore",
    "sent_hook",
    "set_people",
    "there",
    "void",
]
