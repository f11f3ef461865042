"""Assignments under pairings as dated entries, for what counts the persons (W-21.5)."""

from typing import Any

from sqlalchemy import Select

from services.api.features.assignments import queries_entries
from services.api.kernel.entries import EntriesAsked


def sent(asked: EntriesAsked) -> Select[Any]:
    """Who of the supporting school was there."""
    return queries_entries.in_post(asked, towards="recipient")


def received(asked: EntriesAsked) -> Select[Any]:
    """Who of the recipient school was at the supporting one."""
    return queries_entries.in_post(asked, towards="supporting")
