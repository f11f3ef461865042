"""Persons: the door for the routes and for features above."""

from services.api.features.persons.service_describing import add_evidence, describe, tell_health, verify
from services.api.features.persons.service_merges import detail as merge_detail
from services.api.features.persons.service_merges import duplicates, make, preview, tell_apart, undo
from services.api.features.persons.service_merges import listing as merges
from services.api.features.persons.service_reading import detail, file_access, listing, own
from services.api.features.persons.service_writing import (
    add_record,
    change,
    correct,
    correct_record,
    unmask,
    void_record,
)

__all__ = [
    "add_evidence", "add_record", "change", "correct", "correct_record", "describe", "detail", "duplicates",
    "file_access", "listing", "make", "merge_detail", "merges", "own", "preview", "tell_apart", "tell_health", "undo",
    "unmask", "verify", "void_record",
]  # fmt: skip
