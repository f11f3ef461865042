"""Plans of a pairing for a term or a school year (W-21.1, F-24): what other features and the routes call."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from services.api.features.term_plans import queries
from services.api.features.term_plans.filters import TermPlanFilter
from services.api.features.term_plans.service_change import (
    agree,
    create,
    edit,
    pairing_ends,
    propose,
    revise,
    send_back,
    void,
    withdraw,
)
from services.api.features.term_plans.service_read import agreed_on, detail, page
from services.api.features.term_plans.service_told import IN_PAIRING

__all__ = [
    "IN_PAIRING",
    "TermPlanFilter",
    "agree",
    "agreed_on",
    "create",
    "detail",
    "edit",
    "page",
    "pairing_ends",
    "planned",
    "propose",
    "revise",
    "send_back",
    "void",
    "withdraw",
]


def planned(pairing: Any, day: date) -> ColumnElement[bool]:
    """Whether a pairing has an agreed plan that holds a day: a condition for a select of pairings."""
    return queries.planned(pairing, day)
