"""Funds as dated entries, for what counts them by pairing (W-21.5, JH-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.supports import queries_entries, rules
from services.api.kernel.periods import Period


async def funds(db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period) -> Sequence[Row[Any]]:
    """What the supporting school paid: (pairing_id, kind, from_on, to_on, amount in cents, who). One query."""
    return await queries_entries.funds_by_day(db, pairings, period)


async def goods(db: AsyncSession, pairings: Sequence[UUID] | Select[Any], period: Period) -> Sequence[Row[Any]]:
    """What the supporting school handed over, in the same columns, counted in pieces. One query."""
    return await queries_entries.goods_by_day(db, pairings, period)


@dataclass(frozen=True, slots=True)
class Publicity:
    """Publicity money of the supporting school: how many rows, and whole cents planned, given, and arranged."""

    count: int
    planned_cents: int
    given_cents: int
    arranged_cents: int

    @property
    def planned(self) -> Decimal:
        """What was planned, in yuan."""
        return Decimal(self.planned_cents).scaleb(-2)

    @property
    def given(self) -> Decimal:
        """What is paid and not contested, in yuan."""
        return Decimal(self.given_cents).scaleb(-2)

    @property
    def words(self) -> str:
        """`已安排1万元，已拨付5,000元`."""
        return f"已安排{rules.money_words(self.arranged_cents)}，已拨付{rules.money_words(self.given_cents)}"


async def publicity(db: AsyncSession, pairing_id: UUID, school_year: int) -> Publicity:
    """Money for publicity that enrols for a school year: of that year and of the term before it (JH-27). One query."""
    row = await queries_entries.publicity(db, pairing_id, school_year)
    return Publicity(*(int(each or 0) for each in row))
