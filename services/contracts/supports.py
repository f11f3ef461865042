"""Funds and goods that one school of a pairing gives to the other, or its office to one of them (E-40, E-41, W-24)."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Page, Reason, SchoolYear, ShortLine, VersionedOut
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
from services.contracts.files import FileIds
from services.contracts.pairings import TimelineItem
from services.contracts.shapes import MONEY, misspelt


def _money(value: object) -> Decimal:
    typed = str(value).strip() if isinstance(value, (str, int, float, Decimal)) else ""
    if not re.fullmatch(MONEY, typed):
        raise PydanticCustomError("money", "{said}", {"said": misspelt(MONEY, typed)})
    return Decimal(typed)


Money = Annotated[
    Decimal, BeforeValidator(_money), WithJsonSchema({"type": "string", "pattern": MONEY}, mode="validation")
]  # fmt: skip
"""Yuan from 0.01 with at most two decimals; it travels as text, so that nothing is rounded on the way."""
Quantity = Annotated[int, Field(ge=1, le=1_000_000)]
Unit = Annotated[ShortLine, Field(max_length=8)]


class SupportCreate(Body):
    """Plan funds or goods, or with `given_on` note what has been given already.

    A fund needs `amount` and `fund_type`; goods need `goods_type`, `quantity` and `unit`, and `amount` is what they are
    worth. What belongs to the other kind is refused. Of money that the office gives `receiver` says which school gets
    it; what a school gives is for the other one.
    """

    pairing_id: UUID
    giver: SupportGiver
    receiver: PairSide | None = None
    kind: SupportKind
    school_year: SchoolYear
    term: SchoolTerm
    purpose: ShortLine
    amount: Money | None = None
    fund_type: FundType | None = None
    fund_source: FundSource | None = None
    goods_type: GoodsType | None = None
    quantity: Quantity | None = None
    unit: Unit | None = None
    condition: GoodsCondition | None = None
    given_on: Day | None = None
    voucher_no: Line = ""
    file_ids: FileIds = []


class SupportPatch(Body):
    """Put a plan right; once given it is changed no more."""

    school_year: SchoolYear | None = None
    term: SchoolTerm | None = None
    purpose: ShortLine | None = None
    amount: Money | None = None
    fund_type: FundType | None = None
    fund_source: FundSource | None = None
    goods_type: GoodsType | None = None
    quantity: Quantity | None = None
    unit: Unit | None = None
    condition: GoodsCondition | None = None


class GiveSupport(Body):
    """It has been paid or handed over: when, how much, by which voucher or receipt.

    After the other side has contested it, `answer` says what was put right; both sides see both words.
    """

    given_on: Day
    amount: Money | None = None
    quantity: Quantity | None = None
    voucher_no: Line = ""
    answer: Line = ""
    file_ids: FileIds = []


class ConfirmSupport(Body):
    """The other side has received it; `use` says what it is used for, where that differs from the plan."""

    use: Line = ""


class DisputeSupport(Body):
    """The other side has not received it, or something else; the giver sees the reason."""

    reason: Reason


class SupportOut(VersionedOut):
    """One row. Typed words (`purpose`, `unit`, `voucher_no`, `dispute_reason`, `use`, …) are null for clients.

    `giver_name` says who gives in words: the school, or the office of the county of the school that gets it; then
    `giver_school` is null. `planned` and `given` are yuan: of goods, what they are worth, null when nobody has said.
    `given_on` is the day of payment or of handing over, null before.
    """

    id: UUID
    pairing_id: UUID
    kind: SupportKind
    status: SupportStatus
    giver: SupportGiver
    giver_name: str
    giver_school: SchoolRef | None
    receiver_school: SchoolRef
    school_year: int
    term: SchoolTerm
    purpose: str | None
    planned: Decimal | None
    given: Decimal | None
    fund_type: FundType | None
    fund_source: FundSource | None
    goods_type: GoodsType | None
    quantity: int | None
    unit: str | None
    condition: GoodsCondition | None
    given_on: date | None
    confirmed_on: date | None
    voucher_no: str | None
    dispute_reason: str | None
    answer: str | None
    use: str | None
    void_reason: str | None
    file_count: int = 0


class SupportDetail(SupportOut):
    """With what happened to it."""

    timeline: list[TimelineItem] = []


class SupportSum(Out):
    """Sums of one school year, in yuan, void rows left out.

    `planned` counts every row with its plan, `given` what is paid or handed over and not contested, `confirmed` what
    the receiver has confirmed. What schools give and what offices give are summed apart (`from_office`).
    """

    school_year: int
    kind: SupportKind
    from_office: bool
    count: int
    planned: Decimal
    given: Decimal
    confirmed: Decimal
    disputed_count: int


class SupportCheck(Out):
    """One rule checked for the present term of a pairing (W-24.4). `ok` false is a hint and stops nobody."""

    rule: str
    ok: bool
    text: str
    source: str


class SupportChecks(Out):
    """The checks in force between the two counties; empty where no rule is set."""

    school_year: int
    term: SchoolTerm
    items: list[SupportCheck]


class SupportPage(Page[SupportOut]):
    """A page of the list. With `count` come the sums over all rows of the list, by school year and kind, the latest
    year first; for one pairing also the checks of its present term.
    """

    sums: list[SupportSum] = []
    checks: SupportChecks | None = None
