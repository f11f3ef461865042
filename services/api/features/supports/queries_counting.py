"""Funds and goods as the rows that numbers are made of (S-31)."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, Subquery, and_, case, func, or_, select, type_coerce

from services.api.features.pairings import service as pairings
from services.api.features.supports import rules
from services.api.features.supports.models import Support
from services.contracts.codes import PairSide, SupportGiver, SupportKind, SupportStatus

S: Any = Support


@cache
def rows() -> Subquery:
    """Codes and amounts of every row, and who gets it and who is on the other side; no scope of its own.

    `item` is what money is for or what goods are. Amounts are in cents (0.01 yuan), `quantity` in pieces.
    """
    pairing = pairings.directory()
    supporting_gets = or_(
        S.giver == SupportGiver.recipient, and_(S.giver == SupportGiver.office, S.receiver == PairSide.supporting)
    )

    def side(column: str, *, gets: bool) -> ColumnElement[Any]:
        sides = pairing.c[f"supporting_{column}"], pairing.c[f"recipient_{column}"]
        return case((supporting_gets, sides[0 if gets else 1]), else_=sides[1 if gets else 0])

    columns = (
        S.id, S.pairing_id, S.kind, S.giver, S.status, S.school_year, S.term, S.planned_cents, S.given_cents,
        S.quantity, S.given_on, _item().label("item"),
        side("county_code", gets=True).label("county_code"), side("school_id", gets=True).label("receiving_school_id"),
        side("county_code", gets=False).label("other_county_code"),
        side("school_id", gets=False).label("other_school_id"),
    )  # fmt: skip
    return select(*columns).join_from(Support, pairing, pairing.c.id == S.pairing_id).subquery("support_counting")


def _item() -> ColumnElement[str]:
    return func.coalesce(type_coerce(S.fund_type, String), type_coerce(S.goods_type, String))


def given(rows: FromClause, kind: SupportKind) -> ColumnElement[bool]:
    """Paid or handed over, and not contested."""
    return and_(rows.c.kind == kind, rows.c.status.in_(sorted(rules.HELD)))


def planned(rows: FromClause, kind: SupportKind) -> ColumnElement[bool]:
    """Whatever was planned and is not void, given or not."""
    return and_(rows.c.kind == kind, rows.c.status != SupportStatus.void)
