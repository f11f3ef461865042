"""Term reviews (W-26): what other features and the routes call."""

from services.api.features.term_reviews import service_contributions as contributions
from services.api.features.term_reviews.service_change import (
    accept,
    check,
    collect,
    create,
    decide,
    edit,
    send_back,
    submit,
    void,
)
from services.api.features.term_reviews.service_following import TermReviewMover, open_of_school
from services.api.features.term_reviews.service_read import (
    contribution,
    detail,
    due_of_school,
    file_access,
    page,
    waiting,
)

__all__ = [
    "TermReviewMover",
    "accept",
    "check",
    "collect",
    "contribution",
    "contributions",
    "create",
    "decide",
    "detail",
    "due_of_school",
    "edit",
    "file_access",
    "open_of_school",
    "page",
    "send_back",
    "submit",
    "void",
    "waiting",
]
