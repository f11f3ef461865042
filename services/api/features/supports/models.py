"""Table of funds and goods."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from services.api.kernel.models import Entity, code_type
from services.contracts.codes import (
    FundSource,
    FundType,
    GoodsCondition,
    GoodsType,
    PairSide,
    SchoolTerm,
    SupportGiver,
    SupportKind,
    SupportStatus,
)


class Support(Entity, table=True):
    """What a school of a pairing gets in a term, from the other or from its education office; whole cents (0.01 yuan).

    Giver and receiver are sides and no schools, so that the row follows the pairing when a school has a successor.
    `receiver` is said of what an office gives alone: what a school gives is for the other one.
    """

    __tablename__ = "support"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'fund' AND fund_type IS NOT NULL AND planned_cents IS NOT NULL AND goods_type IS NULL) OR "
            "(kind = 'goods' AND goods_type IS NOT NULL AND quantity IS NOT NULL AND fund_type IS NULL)",
            name="one_kind",
        ),
        CheckConstraint(
            "(giver = 'office' AND receiver IS NOT NULL AND kind = 'fund') OR (giver <> 'office' AND receiver IS NULL)",
            name="one_giver",
        ),
        CheckConstraint("planned_cents > 0 AND given_cents > 0 AND quantity > 0", name="something"),
        Index("ix_support_pairing_year", "pairing_id", "school_year", "id"),
        Index("ix_support_year", "school_year", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "kind", "status", "giver", "receiver", "school_year", "term", "planned_cents", "given_cents",
        "fund_type", "fund_source", "goods_type", "quantity", "condition", "given_on", "confirmed_on",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    kind: SupportKind = Field(sa_type=code_type(SupportKind, "kind"))
    status: SupportStatus = Field(sa_type=code_type(SupportStatus, "status"), default=SupportStatus.planned)
    giver: SupportGiver = Field(sa_type=code_type(SupportGiver, "giver"))
    receiver: PairSide | None = Field(default=None, sa_type=code_type(PairSide, "receiver"))
    school_year: int
    term: SchoolTerm = Field(sa_type=code_type(SchoolTerm, "term"))
    purpose: str = Field(max_length=80)
    planned_cents: int | None = Field(default=None, sa_type=BigInteger)
    given_cents: int | None = Field(default=None, sa_type=BigInteger)
    fund_type: FundType | None = Field(default=None, sa_type=code_type(FundType, "fund_type"))
    fund_source: FundSource | None = Field(default=None, sa_type=code_type(FundSource, "fund_source"))
    goods_type: GoodsType | None = Field(default=None, sa_type=code_type(GoodsType, "goods_type"))
    quantity: int | None = None
    unit: str = Field(default="", max_length=8)
    condition: GoodsCondition | None = Field(default=None, sa_type=code_type(GoodsCondition, "condition"))
    given_on: date | None = None
    confirmed_on: date | None = None
    voucher_no: str = Field(default="", max_length=200)
    dispute_reason: str = Field(default="", max_length=500)
    answer: str = Field(default="", max_length=200)
    use: str = Field(default="", max_length=200)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The giver's county, which is the receiver's when an office gives, and the other one."""
        return self.county_code, self.other_county_code
