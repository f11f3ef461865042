"""Funds as dated entries, for what counts them by pairing (W-21.5, JH-03)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.supports import queries_entries, rules
from services.api.kernel.entries import EntriesAsked


def funds(asked: EntriesAsked) -> Select[Any]:
    """What the supporting school paid, in cents."""
    return queries_entries.funds_by_day(asked)


def goods(asked: EntriesAsked) -> Select[Any]:
    """What the supporting school handed over, in pieces."""
    return queries_entries.goods_by_day(asked)


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
