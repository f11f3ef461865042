"""Pairings as the rows that numbers are made of (S-18, S-19)."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, case, literal_column, or_, select
from sqlalchemy.orm import aliased

from services.api.features.pairings.models import Pairing
from services.contracts.codes import PairingStatus, PairShape

P: Any = Pairing
BEGUN = (PairingStatus.active, PairingStatus.suspended, PairingStatus.ended)
"""One that is suspended is one all the same, and one that ended belongs to the years in which it ran."""
DECIDED = (PairingStatus.decided, PairingStatus.negotiating, PairingStatus.signed)
_SIDES = {"recipient": "supporting_school_id", "supporting": "recipient_school_id"}


@cache
def rows() -> Subquery:
    """Columns of every pairing, and beside them its shape; no scope of its own."""
    columns = (
        P.id, P.supporting_school_id, P.recipient_school_id, P.supporting_county_code, P.recipient_county_code, P.level,
        P.category, P.relation, P.batch, P.status, P.start_on, P.end_on, P.supporting_signed_on, P.recipient_signed_on,
    )  # fmt: skip
    return select(*columns, _shape().label("shape")).subquery("pairing_counting")


def _shape() -> ColumnElement[Any]:
    helps_many, helped_by_many = (_has_another(side) for side in _SIDES.values())
    return case(
        (and_(helps_many, helped_by_many), _text(PairShape.many_to_many)), (helps_many, _text(PairShape.one_to_many)),
        (helped_by_many, _text(PairShape.many_to_one)), else_=_text(PairShape.one_to_one),
    )  # fmt: skip


def _has_another(side: str) -> ColumnElement[bool]:
    """Another pairing of the same school on the same side, begun, with another school, with a day in common."""
    other: Any = aliased(Pairing)
    same = getattr(other, side) == getattr(P, side)
    beyond = next(name for name in _SIDES.values() if name != side)
    apart = getattr(other, beyond) != getattr(P, beyond)
    together = and_(
        or_(other.end_on.is_(None), other.end_on >= P.start_on), or_(P.end_on.is_(None), other.start_on <= P.end_on)
    )
    found = select(other.id).where(same, apart, other.status.in_(BEGUN), together)
    return found.correlate(Pairing).exists()


def _text(code: PairShape) -> ColumnElement[Any]:
    # constants, so that GROUP BY sees the same text as the columns
    return literal_column(f"'{code.value}'")


def begun(rows: FromClause) -> ColumnElement[bool]:
    """Pairings that run, are suspended or have ended."""
    return rows.c.status.in_(BEGUN)


def not_begun(rows: FromClause) -> ColumnElement[bool]:
    """Decided and not begun: negotiated, or signed for a day to come."""
    return rows.c.status.in_(DECIDED)


def signed(rows: FromClause) -> ColumnElement[bool]:
    """Both schools have signed."""
    return and_(rows.c.supporting_signed_on.is_not(None), rows.c.recipient_signed_on.is_not(None))
