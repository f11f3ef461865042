"""What the routes, the worker and the features above call."""

from services.api.features.reports.filters import ReportFilter, ReportSort
from services.api.features.reports.queries import directory
from services.api.features.reports.queries_school import first_due_at
from services.api.features.reports.service_detail import detail, person_row
from services.api.features.reports.service_facts import load
from services.api.features.reports.service_fill import reset_draft, save_draft, submit
from services.api.features.reports.service_open import open_month
from services.api.features.reports.service_review import accept, accept_many, remind, send_back
from services.api.features.reports.service_rows import (
    month_to_watch,
    of_months,
    page,
    receipts,
    tally,
    to_fill,
    to_fill_for_others,
)
from services.api.features.reports.service_sent import (
    assignment_months,
    last_return,
    receipt,
    revisions,
    shown_activities,
    states,
    team_month,
)
from services.api.features.reports.service_succession import ReportMover, last_sent
from services.api.features.reports.service_timeline import school_history

__all__ = [
    "ReportFilter", "ReportMover", "ReportSort", "accept", "accept_many", "assignment_months", "detail", "directory",
    "first_due_at", "last_return", "last_sent", "load", "month_to_watch", "of_months", "open_month", "page",
    "person_row", "receipt", "receipts", "remind", "reset_draft", "revisions", "save_draft", "school_history",
    "send_back", "shown_activities", "states", "submit", "tally", "team_month", "to_fill", "to_fill_for_others",
]  # fmt: skip
