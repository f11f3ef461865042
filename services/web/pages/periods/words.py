"""Closed periods, corrections and their causes in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.contracts.codes import IndicatorSubject
from services.contracts.indicators import Figures
from services.contracts.periods import (
    CorrectedNumber,
    CorrectionEvent,
    CorrectionOut,
    FrozenIndicator,
    OpenPeriod,
    PeriodOut,
)
from services.web.pages.events.words import ACTIONS, ENTITIES, OTHER_ACTION, OTHER_ENTITY
from services.web.pages.statistics import words
from services.web.wording import DASH, at, day

NAMED = 3
"""Causes that stand in a row of the table; the page of the correction has all."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One change: what was done when, and the log of that record."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """One cell before and after."""

    id: str
    name: str
    where: str
    before: Sequence[str]
    after: Sequence[str]
    version: int
    when: str
    causes: Sequence[Cause]
    cause_count: int
    told: bool


def how_closed(row: PeriodOut) -> str:
    """Why it was closed: 到期自动封存, or by whom and with which reason."""
    return f"提前封存：{row.reason}" if row.reason else "到期自动封存"


def still_open(row: OpenPeriod) -> str:
    """When an open period closes: 12月20日自动封存."""
    when = f"{day(row.closes_on)}自动封存" if row.closes_on else "不会自动封存"
    return when if row.over else f"{day(row.last_on)}过完，{when}"


def next_to_close(rows: Sequence[OpenPeriod]) -> str:
    """What closes next, empty for nothing."""
    dated: list[tuple[date, OpenPeriod]] = [(row.closes_on, row) for row in rows if row.closes_on]
    if not dated:
        return ""
    when, row = min(dated, key=lambda each: (each[0], each[1].kind, each[1].key))
    return f"接下来{day(when)}封存{row.name}"


def total(row: FrozenIndicator) -> str:
    """The frozen number of a region; for who may not see small ones it stands on the indicator's page."""
    if row.total is None:
        return "点开看"
    said = words.result(row.total, row.unit_code, ratio=row.ratio)
    return said if row.ratio else said + words.unit(row.unit_code)


def fraction(row: FrozenIndicator) -> str:
    """Numerator ÷ denominator of a ratio, with why there is none."""
    if row.total is None or not row.ratio:
        return ""
    if row.total.denominator is None:
        return row.total.reason_label
    return f"{words.amount(row.total.numerator, row.unit_code)} ÷ {row.total.denominator:,}"


def place(row: FrozenIndicator) -> int:
    """Where its subject stands."""
    return list(IndicatorSubject).index(row.subject)


def corrected(row: CorrectionOut) -> Corrected:
    """A correction in words."""
    return Corrected(
        str(row.id), row.indicator_name, f"{row.dimension_label}：{row.label}" if row.dimension else "合计",
        _side(row.before, [(each, each.before) for each in row.numbers]),
        _side(row.after, [(each, each.after) for each in row.numbers]),
        row.version, at(row.computed_at), [cause(each) for each in (row.events or [])[:NAMED]], row.event_count,
        told=not row.suppressed,
    )  # fmt: skip


def _side(figures: Figures | None, numbers: Sequence[tuple[CorrectedNumber, int | None]]) -> list[str]:
    if figures is None:
        return ["没有这一组"]
    none = words.WITHOUT.get(figures.reason, DASH) if figures.reason else DASH
    said = [
        f"{each.label}{words.amount(value, each.unit)}{words.unit(each.unit)}" if value is not None else none
        for each, value in numbers
    ]
    return said or [none]


def cause(event: CorrectionEvent) -> Cause:
    """One change in words with the log of its record: 交流任务：改正情况."""
    entity = ENTITIES.get(event.entity, OTHER_ENTITY)
    text = f"{entity}：{ACTIONS.get(event.action, OTHER_ACTION)}，{at(event.at)}"
    return Cause(text, f"/events?entity={event.entity}&entity_id={event.entity_id}")
