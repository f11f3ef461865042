"""Selects that add funds and goods up by pairing, purpose and day."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, Uuid, and_, case, cast, func, literal, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.supports import rules
from services.api.features.supports.models import Support
from services.api.kernel.periods import Period
from services.contracts.codes import FundType, SchoolTerm, SupportGiver, SupportKind, SupportStatus

S: Any = Support


async def funds_by_day(
    db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period
) -> Sequence[Row[Any]]:  # fmt: skip
    """Cents that the supporting school has paid on each day of the period and nobody contests.

    Whole yuan are made of the sum alone: instalments add up to what was promised.
    """
    cents = cast(func.sum(S.given_cents), BigInteger)
    held = (S.kind == SupportKind.fund, S.giver == SupportGiver.supporting, S.status.in_(sorted(rules.HELD)))
    counted = (
        select(
            S.pairing_id, S.fund_type.label("kind"), S.given_on.label("from_on"), S.given_on.label("to_on"),
            cents.label("amount"), literal(None, Uuid()).label("who"),
        )
        .where(S.pairing_id.in_(pairings), S.given_on >= period.start_on, S.given_on <= period.end_on, *held)
        .group_by(S.pairing_id, S.fund_type, S.given_on)
    )  # fmt: skip
    return (await db.execute(counted)).all()


async def goods_by_day(
    db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period
) -> Sequence[Row[Any]]:  # fmt: skip
    """Pieces that the supporting school has handed over on each day of the period and nobody contests."""
    held = (S.kind == SupportKind.goods, S.giver == SupportGiver.supporting, S.status.in_(sorted(rules.HELD)))
    counted = (
        select(
            S.pairing_id, S.goods_type.label("kind"), S.given_on.label("from_on"), S.given_on.label("to_on"),
            func.sum(S.quantity).label("amount"), literal(None, Uuid()).label("who"),
        )
        .where(S.pairing_id.in_(pairings), S.given_on >= period.start_on, S.given_on <= period.end_on, *held)
        .group_by(S.pairing_id, S.goods_type, S.given_on)
    )  # fmt: skip
    return (await db.execute(counted)).all()


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
