"""Funds and goods: who may do what in which state, terms, and how amounts are written (W-24). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.api.kernel.periods import SCHOOL_YEAR_START_MONTH, school_year_of, term_period
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import (
    FundType,
    GoodsType,
    PairingStatus,
    SchoolTerm,
    SupportGiver,
    SupportKind,
    SupportStatus,
)

S = SupportStatus
GIVER = "给出的学校，或主管它的区县协调人；教育局给的，由收到学校那边的区县协调人或财政人员"
RECEIVER = "收到的学校；学校给的，也可以由主管它的区县协调人"
OPEN = frozenset({PairingStatus.active, PairingStatus.suspended})
"""Pairings under which something new may be planned; what stands under one that has ended is brought to its end."""
GIVEN = frozenset({S.paid, S.handed_over})
HELD = GIVEN | {S.confirmed}
"""Given and not contested: what counts as given."""
CENTS = 100
TEN_THOUSAND = 10_000
ONLY = {
    SupportKind.fund: frozenset({"fund_type", "fund_source"}),
    SupportKind.goods: frozenset({"goods_type", "quantity", "unit", "condition"}),
}
"""Fields that only one kind has."""
NEEDED = {
    SupportKind.fund: {"amount": "请填金额", "fund_type": "请选经费用途"},
    SupportKind.goods: {"goods_type": "请选物资种类", "quantity": "请填数量", "unit": "请填单位，比如：套、册"},
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Whether the caller speaks for who gives and for who receives."""

    gives: bool
    receives: bool


TABLE: TransitionTable[SupportStatus, Facts] = TransitionTable(
    "support",
    [
        Transition("edit", "改计划", frozenset({S.planned}), None, GIVER, lambda f: f.gives),
        Transition(
            "give",
            "拨付或交接",
            frozenset({S.planned, S.disputed}),
            None,
            GIVER,
            lambda f: f.gives,
            dict.fromkeys((S.planned, S.disputed), (S.paid, S.handed_over)),
        ),
        Transition("confirm", "确认收到", GIVEN, S.confirmed, RECEIVER, lambda f: f.receives),
        Transition("dispute", "提出异议", HELD, S.disputed, RECEIVER, lambda f: f.receives),
        Transition("void", "作废", GIVEN | {S.planned, S.disputed}, S.void, GIVER, lambda f: f.gives),
    ],
)
"""What is contested goes back to the giver, who puts it right by giving again, or voids it."""


def after_giving(kind: SupportKind) -> SupportStatus:
    """Funds are paid, goods handed over."""
    return S.paid if kind is SupportKind.fund else S.handed_over


def term_of(day: date) -> tuple[int, SchoolTerm]:
    """School year and term of a day: autumn from September to January, spring to the end of August."""
    autumn = term_period(day).start_on.month == SCHOOL_YEAR_START_MONTH
    return school_year_of(day), SchoolTerm.autumn if autumn else SchoolTerm.spring


def cents_of(amount: Decimal) -> int:
    """Yuan with at most two decimals as whole cents, exactly."""
    return int(amount * CENTS)


def yuan_of(cents: int | None) -> Decimal | None:
    """Whole cents as yuan with two decimals, exactly."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def money_words(cents: int) -> str:
    """`1.5万元` from ten thousand yuan on where that is short, else `12,345.60元`, `800元`."""
    if cents >= TEN_THOUSAND * CENTS and cents % (TEN_THOUSAND * CENTS // 100) == 0:
        return f"{Decimal(cents) / (TEN_THOUSAND * CENTS):f}万元"
    return f"{cents // CENTS:,}元" if cents % CENTS == 0 else f"{Decimal(cents).scaleb(-2):,}元"


def foreign_fields(kind: SupportKind, typed: Mapping[str, object]) -> list[str]:
    """The fields that were given and belong to the other kind."""
    other = SupportKind.goods if kind is SupportKind.fund else SupportKind.fund
    return sorted(name for name in ONLY[other] if typed.get(name) is not None)


def missing_fields(kind: SupportKind, values: Mapping[str, object]) -> dict[str, str]:
    """What the kind needs and has not → what to do."""
    return {name: text for name, text in NEEDED[kind].items() if values.get(name) is None}


_DONE = {"plan": "计划", "edit": "改了计划：", "confirm": "确认收到", "dispute": "提出异议：", "void": "作废"}
BAD = frozenset({"dispute", "void"})
OF_GIVER = frozenset({"plan", "record", "edit", "give", "void"})


def timeline_text(
    action: str, kind: SupportKind, what: FundType | GoodsType | None, cents: int | None, giver: SupportGiver
) -> str:  # fmt: skip
    """What a person reads of one event: 拨付招生宣传1万元, 交接图书, 教育局拨付奖励1万元."""
    given = "拨付" if kind is SupportKind.fund else "交接"
    amount = money_words(cents) if cents is not None and kind is SupportKind.fund else ""
    who = "教育局" if giver is SupportGiver.office and action in OF_GIVER else ""
    return f"{who}{_DONE.get(action, given)}{what.label if what else kind.label}{amount}"
