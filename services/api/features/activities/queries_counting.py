"""Activities as the rows that numbers are made of (S-21): one row each, however many pairings held it together."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, func, or_, select

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.activities.queries_joined import THERE
from services.api.features.pairings import service as pairings
from services.api.kernel.scope import Scope

A: Any = Activity
J: Any = ActivityPairing


@cache
def rows() -> Subquery:
    """Columns of every activity with those of its pairing; `people` are all who came, of the schools that joined too.

    `county_code` is the county of the school that held it. No scope of its own.
    """
    pairing = pairings.directory().c
    joined = select(func.coalesce(func.sum(J.count), 0)).where(J.activity_id == A.id, THERE)
    people = A.supporting_count + A.recipient_count + joined.correlate(Activity).scalar_subquery()
    columns = (
        A.id, A.pairing_id, A.type, A.held_on, A.county_code, A.other_county_code, A.host_school_id, A.voided_at,
        pairing.supporting_school_id, pairing.recipient_school_id, pairing.supporting_county_code,
        pairing.recipient_county_code, pairing.relation,
    )  # fmt: skip
    found = select(*columns, people.label("people")).join_from(
        Activity, pairings.directory(), pairing.id == A.pairing_id
    )
    return found.subquery("activity_counting")


def held(rows: FromClause) -> ColumnElement[bool]:
    """Activities that are not void: what is planned is no activity yet."""
    return rows.c.voided_at.is_(None)


def own(rows: FromClause, scope: Scope) -> ColumnElement[bool]:
    """Activities of pairings in scope, and meetings that these joined and were at."""
    return or_(scope.rows(pairings.parties(rows.c)), _joined(rows, scope))


def _joined(rows: FromClause, scope: Scope) -> ColumnElement[bool]:
    pairing = pairings.directory().alias("joined_pairing")
    mine = select(J.activity_id).join(pairing, pairing.c.id == J.pairing_id)
    found: ColumnElement[bool] = rows.c.id.in_(mine.where(THERE, scope.rows(pairings.parties(pairing.c))))
    return found
