"""Mentor pairs, 师徒结对 and 一帮一 (E-37, W-22): what other features and the routes call."""

from services.api.features.mentor_pairs.filters import MentorPairFilter
from services.api.features.mentor_pairs.rules import one_subject
from services.api.features.mentor_pairs.service_change import create, edit, end, review, summarise, void
from services.api.features.mentor_pairs.service_following import (
    MentorPairMover,
    end_run_out,
    open_of_school,
    pairing_ends,
    staff_ends,
)
from services.api.features.mentor_pairs.service_read import (
    count_of_pairing,
    detail,
    file_access,
    page,
    pairing_moments,
    people,
)

__all__ = [
    "MentorPairFilter",
    "MentorPairMover",
    "count_of_pairing",
    "create",
    "detail",
    "edit",
    "end",
    "end_run_out",
    "file_access",
    "one_subject",
    "open_of_school",
    "page",
    "pairing_ends",
    "pairing_moments",
    "people",
    "review",
    "staff_ends",
    "summarise",
    "void",
]
