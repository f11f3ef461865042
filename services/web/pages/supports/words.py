"""Funds and goods in words, and what their forms ask."""

import unicodedata
from collections.abc import Mapping
from datetime import date

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
from services.contracts.pairings import PairingDetail
from services.contracts.supports import SupportOut, SupportSum
from services.web import clock
from services.web.inputs import Input, coded
from services.web.months import FIRST_MONTH
from services.web.wording import money, number, school_year

KINDS = [(kind.value, kind.label) for kind in SupportKind]
TERMS_BACK, TERMS_AHEAD = 3, 2
SPRING_MONTH = 2
_LEFT_OUT = str.maketrans("", "", ",，元 ")


def title(row: SupportOut) -> str:
    """Return 教研教改活动经费10,000元, 图书200册."""
    if row.kind is SupportKind.fund:
        amount = row.given if row.given is not None else row.planned
        return f"{row.fund_type.label if row.fund_type else '经费'}{money(amount) if amount is not None else ''}"
    count = f"{number(row.quantity)}{row.unit or ''}" if row.quantity else ""
    return f"{row.goods_type.label if row.goods_type else '物资'}{count}"


def received(row: SupportOut) -> str:
    """Return 收到县实验小学拨的教研教改活动经费10,000元了吗？, 收到县实验小学给的图书200册了吗？."""
    verb = "拨" if row.kind is SupportKind.fund else "给"
    return f"收到{row.giver_name}{verb}的{title(row)}了吗？"


def way(row: SupportOut) -> str:
    """Return 县实验小学 → 白果镇小学."""
    return f"{row.giver_name} → {row.receiver_school.name}"


def term(year: int, half: SchoolTerm) -> str:
    """Return 2026–2027学年秋季学期."""
    return f"{school_year(year)}学年{half.label.partition('（')[0]}"


def amount(row: SupportOut) -> str:
    """Return what is planned and given: 计划10,000元，已拨付9,000元; of goods what they are worth."""
    if row.kind is SupportKind.goods:
        worth = row.given if row.given is not None else row.planned
        return f"价值{money(worth)}" if worth is not None else "没有填价值"
    plan = f"计划{money(row.planned)}" if row.planned is not None else ""
    if row.given is None:
        return plan
    paid = f"拨付{money(row.given)}"
    return paid if row.given == row.planned else f"{plan}，{paid}"


def when(row: SupportOut) -> str:
    """Return the word before the day: 拨付, 交接."""
    return "拨付" if row.kind is SupportKind.fund else "交接"


def sum_name(found: SupportSum) -> str:
    """Return 2026–2027学年经费, 2026–2027学年教育局给的经费."""
    fund = "教育局给的经费" if found.from_office else "经费"
    worth = fund if found.kind is SupportKind.fund else "物资（按价值）"
    return f"{school_year(found.school_year)}学年{worth}"


def sum_words(found: SupportSum) -> str:
    """Return 计划5,000元，已拨付3,000元，对方确认0元，1笔有异议."""
    given = "已拨付" if found.kind is SupportKind.fund else "已交接"
    contested = f"，{found.disputed_count}笔有异议" if found.disputed_count else ""
    return f"计划{money(found.planned)}，{given}{money(found.given)}，对方确认{money(found.confirmed)}{contested}"


def _half(day: date) -> tuple[int, SchoolTerm]:
    if day.month >= FIRST_MONTH:
        return day.year, SchoolTerm.autumn
    return day.year - 1, SchoolTerm.autumn if day.month < SPRING_MONTH else SchoolTerm.spring


def _terms() -> list[tuple[str, str]]:
    """Return the terms to choose from, the present one among them, the latest first."""
    year, half = _half(clock.today())
    present = 2 * year + (half is SchoolTerm.spring)
    places = range(present + TERMS_AHEAD, present - TERMS_BACK - 1, -1)
    return [_term_choice(place // 2, list(SchoolTerm)[place % 2]) for place in places]


def _term_choice(year: int, half: SchoolTerm) -> tuple[str, str]:
    return f"{year} {half.value}", f"{school_year(year)}学年{half.label}"


def present_term() -> str:
    """Return the choice of the present term."""
    return _term_choice(*_half(clock.today()))[0]


def givers(pairing: PairingDetail, kind: SupportKind, *, is_office: bool) -> list[tuple[str, str]]:
    """Return for whom the caller speaks, as who gives: schools, and of money the office of their county itself.

    The value of an office names the side that gets it: `office recipient`.
    """
    sides = [(PairSide.supporting, pairing.supporting), (PairSide.recipient, pairing.recipient)]
    own = [(side, each.school.name) for side, each in sides if each.own]
    offices = own if is_office and kind is SupportKind.fund else []
    return [
        *((side.value, f"{name}（{side.label}）") for side, name in own),
        *((f"{SupportGiver.office.value} {side.value}", f"教育局（给{name}）") for side, name in reversed(offices)),
    ]


def plan_inputs(kind: SupportKind, row: SupportOut | None = None) -> list[Input]:
    """Return what a plan asks, the needed first; a stored row's own term can be chosen too."""
    terms = _terms()
    if row is not None and (own := _term_choice(row.school_year, row.term)) not in terms:
        terms.append(own)
    half = Input("term", "哪个学期的", "select", choices=terms)
    if kind is SupportKind.fund:
        return [
            coded("fund_type", "经费用途", FundType),
            Input("amount", "金额（元）", hint="比如：10000", maxlength=20),
            half,
            Input("purpose", "具体用在哪里", hint="比如：三、四年级集体备课资料", maxlength=80),
            coded("fund_source", "经费来源", FundSource, optional=True),
        ]
    return [
        coded("goods_type", "物资种类", GoodsType),
        Input("quantity", "数量", "number"),
        Input("unit", "单位", hint="比如：册、套、台", maxlength=8),
        half,
        Input("purpose", "具体用在哪里", hint="比如：补充班级图书角", maxlength=80),
        coded("condition", "新旧", GoodsCondition, optional=True),
        Input("amount", "价值（元）", hint="大约值多少钱。对方不用付钱。", optional=True, maxlength=20),
    ]


def given_inputs(kind: SupportKind) -> list[Input]:
    """Return what is asked besides when it may have been given already."""
    paper, done = ("凭证号", "拨付") if kind is SupportKind.fund else ("收据号", "交接")
    return [
        Input("given_on", f"哪天{done}的", "date", f"已经{done}了就填；没填就先记成计划", optional=True),
        Input("voucher_no", paper, optional=True),
    ]


def plan_values(row: SupportOut) -> dict[str, object]:
    """Return a stored plan by input."""
    coded_values = {name: getattr(row, name) for name in ("fund_type", "fund_source", "goods_type", "condition")}
    return {
        **coded_values, "amount": row.planned, "term": _term_choice(row.school_year, row.term)[0],
        "purpose": row.purpose, "quantity": row.quantity, "unit": row.unit,
    }  # fmt: skip


def sent(body: Mapping[str, object]) -> dict[str, object]:
    """Return the body for the API: giver and term in their two parts, the amount without the commas people type."""
    made = dict(body)
    if "giver" in made:
        made["giver"], _, receiver = str(made["giver"]).partition(" ")
        made |= {"receiver": receiver} if receiver else {}
    if "term" in made:
        year, _, half = str(made["term"]).partition(" ")
        made |= {"school_year": year, "term": half}
    if "amount" in made:
        made["amount"] = unicodedata.normalize("NFKC", str(made["amount"])).translate(_LEFT_OUT)
    return made


def saved(row: SupportOut) -> str:
    """Return the receipt of a new row."""
    if row.status is SupportStatus.planned:
        return f"计划已保存。{when(row)}以后，回到这里登记。"
    return f"已登记{when(row)}。下一步：对方学校确认收到。有凭证或收据的，可以在下面加上。"
