"""Schools against their approved posts as the rows that numbers are made of (S-35)."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, select

from services.api.features.schools import service_quota as quota
from services.api.features.staff import service as staff
from services.api.features.staff_moves.queries_headcounts import state_of
from services.contracts.codes import HeadcountState


def rows(today: Any) -> Subquery:
    """Each public school that is open on the day, its approved posts and the people in them; no scope of its own."""
    posts, school = quota.with_posts(today)
    each = posts.add_columns(staff.in_quota_at(school.id).label("in_quota")).subquery("school_posts").c
    columns = (each.id, each.county_code, each.approved, each.since, each.in_quota)
    return select(*columns, state_of(each).label("state")).subquery("headcount_counting")


def has_state(rows: FromClause, state: HeadcountState) -> ColumnElement[bool]:
    """Schools that are over, under, as approved, or unknown."""
    found: ColumnElement[bool] = rows.c.state == state.value
    return found


def known(rows: FromClause) -> ColumnElement[bool]:
    """Schools whose approved posts are on record."""
    found: ColumnElement[bool] = rows.c.approved.is_not(None)
    return found
