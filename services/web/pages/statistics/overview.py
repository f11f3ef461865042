"""All indicators at a glance, and the counties that are behind, in words with links to the thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from services.contracts.codes import BehindKind, IndicatorSubject
from services.contracts.overview import BehindReason, CountyBehind, IndicatorTotal
from services.web.filters import Filters
from services.web.pages.statistics import words
from services.web.wording import DASH, percent

_ORDER = list(IndicatorSubject)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: its number, the fraction, last year, and what it is held against."""

    id: str
    name: str
    href: str
    number: str
    fraction: str
    before: str
    needed: str
    within: bool | None
    missing: bool


@dataclass(frozen=True, slots=True)
class County:
    """A county and what it is behind in: words and where to look."""

    name: str
    href: str
    reasons: Sequence[tuple[str, str]]


def place(row: IndicatorTotal) -> int:
    """Where its subject stands."""
    return _ORDER.index(row.subject)


def line(row: IndicatorTotal, filters: Filters) -> Line:
    """One indicator in words."""
    unit = words.unit(row.unit)
    number = words.result(row, row.unit, ratio=row.ratio)
    if not row.ratio and row.numerator is not None:
        number += unit
    before = words.result(row.last_year, row.unit, ratio=row.ratio) if row.last_year else DASH
    held = row.threshold if words.is_held(row.threshold) else None
    return Line(
        row.indicator, row.name, Filters(f"/statistics/{row.indicator}", filters.values).href(), number,
        _fraction(row, unit), before, words.needed(held) if held else "", row.within if held else None,
        row.reason in words.WITHOUT,
    )  # fmt: skip


def _fraction(row: IndicatorTotal, unit: str) -> str:
    if row.suppressed:
        return "数太小，只告诉看得到名单的人"
    if not row.ratio:
        told = [(part.label, row.also.get(part.name), part.unit) for part in row.also_parts]
        if row.numerator_label != unit:  # 人次 says nothing beside 24人次
            told = [(row.numerator_label, row.numerator, row.unit), *told]
        said = [f"{label}{words.amount(value, of)}{words.unit(of)}" for label, value, of in told if value]
        return "，".join(said) or row.numerator_label
    own = f"{row.numerator_label}{words.amount(row.numerator, row.unit)}{unit}"
    if row.denominator is None:
        return f"{own}；{row.reason_label}"
    return f"{own} ÷ {row.denominator_label}{words.amount(row.denominator, row.unit)}{unit}"


def county(row: CountyBehind, school_year: int) -> County:
    """One county that is behind."""
    own = urlencode({"region_code": row.county_code, "school_year": school_year})
    return County(row.county_name, f"/statistics?{own}", [_reason(each, row, school_year) for each in row.reasons])


def _reason(reason: BehindReason, row: CountyBehind, school_year: int) -> tuple[str, str]:
    year = {"school_year": str(school_year)}
    if reason.kind is BehindKind.base:
        return reason.kind.label, f"/staff-bases?{urlencode(year)}"
    path = f"/statistics/{reason.indicator}"
    if reason.kind is BehindKind.threshold:
        return f"{reason.name}{percent(reason.value)}，没有达到要求", (
            f"{path}?{urlencode({**year, 'region_code': row.county_code})}"
        )
    unit = words.unit(reason.unit) if reason.unit else ""
    asked = {**year, "county": row.county_code, "part": reason.part, "group": "county"}
    return f"{reason.name}：逾期{reason.count}{unit}", f"{path}/rows?{urlencode(asked)}"
