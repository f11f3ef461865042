"""Lessons that were heard (E-36, W-22.4): what other features and the routes call."""

from services.api.features.lesson_records.filters import LessonRecordFilter
from services.api.features.lesson_records.service_change import edit, record, reflect, void
from services.api.features.lesson_records.service_read import detail, file_access, own_pairings, page, people
from services.api.features.lesson_records.service_told import IN_PAIRING

__all__ = [
    "IN_PAIRING",
    "LessonRecordFilter",
    "detail",
    "edit",
    "file_access",
    "own_pairings",
    "page",
    "people",
    "record",
    "reflect",
    "void",
]
