"""Selects that add funds and goods up by pairing, purpose and day."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, Uuid, and_, case, cast, func, literal, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.supports import rules
from services.api.features.supports.models import Support
from services.api.kernel.entries import EntriesAsked
from services.contracts.codes import FundType, SchoolTerm, SupportGiver, SupportKind, SupportStatus

S: Any = Support


def funds_by_day(asked: EntriesAsked) -> Select[Any]:
    """Cents that the supporting school has paid on each day asked for and nobody contests.

    Whole yuan are made of the sum alone: instalments add up to what was promised.
    """
    return _given(asked, SupportKind.fund, S.fund_type, cast(func.sum(S.given_cents), BigInteger))


def goods_by_day(asked: EntriesAsked) -> Select[Any]:
    """Pieces that the supporting school has handed over on each day asked for and nobody contests."""
    return _given(asked, SupportKind.goods, S.goods_type, func.sum(S.quantity))


def _given(asked: EntriesAsked, of: SupportKind, kind: Any, amount: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            S.pairing_id, kind.label("kind"), S.given_on.label("from_on"), S.given_on.label("to_on"),
            amount.label("amount"), literal(None, Uuid()).label("who"),
        )
        .where(
            *asked.between(S.pairing_id, S.given_on, S.given_on), S.kind == of,
            S.giver == SupportGiver.supporting, S.status.in_(sorted(rules.HELD)),
        )
        .group_by(S.pairing_id, kind, S.given_on)
    )  # fmt: skip


async def publicity(db: AsyncSession, pairing_id: UUID, school_year: int) -> Row[Any]:
    """(count, planned, given, arranged) in cents of the supporting school's publicity money for a school year.

    Pupils are enrolled in the summer, so the spring term before belongs to it. Arranged is what is paid, or else
    planned; void and contested rows are not.
    """
    given = case((S.status.in_(sorted(rules.HELD)), S.given_cents), else_=0)
    arranged = case((S.status == SupportStatus.planned, S.planned_cents), else_=given)
    before = and_(S.school_year == school_year - 1, S.term == SchoolTerm.spring)
    found = select(func.count(), func.sum(S.planned_cents), func.sum(given), func.sum(arranged)).where(
        S.pairing_id == pairing_id, S.fund_type == FundType.enrolment, S.giver == SupportGiver.supporting,
        S.status != SupportStatus.void, or_(S.school_year == school_year, before),
    )  # fmt: skip
    return (await db.execute(found)).one()
