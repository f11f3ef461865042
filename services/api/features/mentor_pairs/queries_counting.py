"""Mentor pairs as the rows that numbers are made of (S-22)."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, func, select

from services.api.features.mentor_pairs.models import MentorPair
from services.contracts.codes import MentorPairStatus

M: Any = MentorPair


@cache
def rows() -> Subquery:
    """Columns of every pair; `last_on` is the day on which it ended early, else the day agreed. No scope of its own."""
    columns = (
        M.id, M.mentor_person_id, M.mentee_person_id, M.mentor_school_id, M.mentee_school_id, M.mentor_county_code,
        M.mentee_county_code, M.pairing_id, M.kind, M.subject, M.start_on, M.status, M.result,
    )  # fmt: skip
    last = func.coalesce(M.ended_on, M.end_on).label("last_on")
    return select(*columns, last).subquery("mentor_pair_counting")


def in_force(rows: FromClause) -> ColumnElement[bool]:
    """All but void pairs: one that has ended belongs to the years in which it was."""
    return rows.c.status != MentorPairStatus.void
