"""Persons: the door for the routes and for features above."""

from services.api.features.persons.service_reading import detail, listing, own
from services.api.features.persons.service_writing import (
    add_record,
    change,
    correct,
    correct_record,
    unmask,
    void_record,
)

__all__ = ["add_record", "change", "correct", "correct_record", "detail", "listing", "own", "unmask", "void_record"]
