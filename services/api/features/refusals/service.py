"""Refusals to be exchanged: what other features and the routes call."""

from services.api.features.refusals.filters import RefusalFilter
from services.api.features.refusals.queries_counting import cells, directory
from services.api.features.refusals.rules import HANDLED, Cell, hides, told
from services.api.features.refusals.service_change import (
    assignment_refused,
    create,
    decide,
    dismiss,
    edit,
    hear,
    lift,
    state,
    void,
    withdraw,
)
from services.api.features.refusals.service_read import cap_of, detail, of_person, page

__all__ = [
    "HANDLED",
    "Cell",
    "RefusalFilter",
    "assignment_refused",
    "cap_of",
    "cells",
    "create",
    "decide",
    "detail",
    "directory",
    "dismiss",
    "edit",
    "hear",
    "hides",
    "lift",
    "of_person",
    "page",
    "state",
    "told",
    "void",
    "withdraw",
]
