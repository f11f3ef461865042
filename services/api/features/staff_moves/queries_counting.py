"""Schools against their approved posts as the rows that numbers are made of (S-35)."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, func, select

from services.api.features.schools import service_quota as quota
from services.api.features.staff import service as staff
from services.api.features.staff_moves.queries_headcounts import state_of
from services.contracts.codes import HeadcountState


def rows(today: Any) -> Subquery:
    """Each public school that is open on the day, its approved posts and the people in them; no scope of its own.

    People are grouped by school once: as a select of its own for each school, PostgreSQL would count them anew for each
    number that is made of them.
    """
    posts, people = quota.with_posts(today)[0].subquery("school_posts"), staff.in_quota()
    school = (posts.c.id, posts.c.county_code, posts.c.approved, posts.c.since)
    counted = (
        select(*school, func.count(people.c.id).label("in_quota"))
        .join_from(posts, people, people.c.school_id == posts.c.id, isouter=True)
        .group_by(*school)
        .subquery("counted_posts")
    )
    return select(*counted.c, state_of(counted.c).label("state")).subquery("headcount_counting")


def has_state(rows: FromClause, state: HeadcountState) -> ColumnElement[bool]:
    """Schools that are over, under, as approved, or unknown."""
    found: ColumnElement[bool] = rows.c.state == state.value
    return found


def known(rows: FromClause) -> ColumnElement[bool]:
    """Schools whose approved posts are on record."""
    found: ColumnElement[bool] = rows.c.approved.is_not(None)
    return found
