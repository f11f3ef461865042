"""Numbers of indicators in words: with their unit, what stands for none, and how far from a bound."""

import math

from services.contracts.codes import RuleEffect, Unit, WithoutValue
from services.contracts.indicators import Figures, IndicatorRow, ThresholdOut
from services.web.wording import DASH, percent

KEPT_BACK = "不显示"
"""For numbers too small to be told."""
WITHOUT = {
    WithoutValue.not_frozen: "基数没登记",
    WithoutValue.partly_frozen: "基数没登记全",
}
FEN = 100
PERCENT = "%"


def unit(of: Unit) -> str:
    """The unit as it stands behind a number; money is told in yuan."""
    return "元" if of is Unit.cents else of.label


def amount(value: int | None, of: Unit) -> str:
    """A number without its unit; fen are shown only where there are some."""
    if value is None:
        return KEPT_BACK
    if of is not Unit.cents:
        return f"{value:,}"
    return f"{value // FEN:,}" if value % FEN == 0 else f"{value / FEN:,.2f}"


def result(row: Figures, of: Unit, *, ratio: bool) -> str:
    """The value: a percentage or a number; why there is none."""
    if row.suppressed:
        return KEPT_BACK
    if not ratio:
        return amount(row.numerator, of)
    return percent(row.value) if row.value is not None else WITHOUT.get(row.reason, DASH) if row.reason else DASH


def is_held(threshold: ThresholdOut | None) -> bool:
    """Whether the region checks it."""
    return threshold is not None and threshold.effect is not RuleEffect.off


def bounds(threshold: ThresholdOut) -> list[tuple[str, float]]:
    """Its bounds in words and as numbers: 下限10%."""
    found = [("下限", threshold.least), ("上限", threshold.most)]
    return [(f"{name}{value}{threshold.unit}", float(value)) for name, value in found if value is not None]


def needed(threshold: ThresholdOut) -> str:
    """What it asks for: 不低于10%."""
    if threshold.least is not None and threshold.least == threshold.most:
        return f"要等于{threshold.least}{threshold.unit}"
    least = f"不低于{threshold.least}{threshold.unit}" if threshold.least is not None else ""
    most = f"不超过{threshold.most}{threshold.unit}" if threshold.most is not None else ""
    return "，".join(each for each in (least, most) if each)


def distance(row: IndicatorRow, threshold: ThresholdOut, of: Unit) -> str:
    """How many more or fewer than the nearest bound asks for, in the unit of the numerator: 多16人, 差2人."""
    if row.within is None or row.numerator is None:
        return DASH
    whole = row.denominator or 0
    is_share = threshold.unit == PERCENT
    said = unit(of)
    if threshold.least is not None:
        least = math.ceil(threshold.least * whole / FEN) if is_share else threshold.least
        over = row.numerator - least
        if over < 0 or threshold.most is None:
            return f"差{-over:,}{said}" if over < 0 else f"多{over:,}{said}" if over else "正好"
    most = math.floor((threshold.most or 0) * whole / FEN) if is_share else threshold.most or 0
    over = row.numerator - most
    return f"超{over:,}{said}" if over > 0 else f"少{-over:,}{said}" if over else "正好"
