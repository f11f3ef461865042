"""Schools against their approved posts as the rows that numbers are made of (S-35)."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, case, func, select

from services.api.features.schools import service_quota as quota
from services.api.features.staff import service as staff
from services.api.features.staff_moves.queries_headcounts import state_of
from services.contracts.codes import HeadcountState


def rows(today: Any) -> Subquery:
    """Each public school that is open on the day, its approved posts and the people in them; no scope of its own.

    People are counted once for each school with approved posts, in a select that groups: PostgreSQL would draw one that
    does not into the statement, and count anew for each number that is made of them.
    """
    posts = quota.with_posts(today)[0].subquery("school_posts")
    school = (posts.c.id, posts.c.county_code, posts.c.approved, posts.c.since)
    people = case((posts.c.approved.is_not(None), staff.in_quota_at(posts.c.id))).label("people")
    each = select(*school, people).group_by(*school).subquery("counted_posts").c
    in_quota = func.coalesce(each.people, staff.in_quota_at(each.id)).label("in_quota")
    row = select(each.id, each.county_code, each.approved, each.since, in_quota).subquery("school_people").c
    return select(*row, state_of(row).label("state")).subquery("headcount_counting")


def has_state(rows: FromClause, state: HeadcountState) -> ColumnElement[bool]:
    """Schools that are over, under, as approved, or unknown."""
    found: ColumnElement[bool] = rows.c.state == state.value
    return found


def known(rows: FromClause) -> ColumnElement[bool]:
    """Schools whose approved posts are on record."""
    found: ColumnElement[bool] = rows.c.approved.is_not(None)
    return found
