"""Heard lessons as dated entries, for what counts them by pairing (W-21.5, LQ-05)."""

from typing import Any

from sqlalchemy import Select

from services.api.features.lesson_records import queries_others
from services.api.kernel.entries import EntriesAsked


def heard(asked: EntriesAsked) -> Select[Any]:
    """The lessons heard on each day."""
    return queries_others.heard(asked)
