"""Answers of the API as one table with the numbers on top; the page, its chart and its file share it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.contracts.codes import Direction
from services.contracts.refusals import RefusalCounts
from services.contracts.statistics import (
    SMALLEST,
    BalanceOut,
    BalanceRow,
    Definition,
    ReportingOut,
    ReportingRow,
    RotationOut,
    RotationRow,
)
from services.web.pages.statistics import behind
from services.web.pages.statistics.asked import Asked
from services.web.wording import month_of_year, percent, school_year


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as people read it, and as a file stores it; `href` leads to as many rows as it says."""

    text: str
    raw: object
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name and its cells; `bar` is the value drawn in the chart, `href` the page of what it names."""

    name: str
    cells: Sequence[Cell]
    bar: float | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers on top."""

    label: str
    value: str
    unit: str
    sub: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not in the number, and the list of it."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """What the page shows. `finding` is the heading: what the numbers say."""

    title: str
    finding: str
    figures: Sequence[Figure]
    columns: Sequence[str]
    lines: Sequence[Line]
    total: Line | None
    definition: Definition
    as_of: datetime
    unit: str
    period: str
    left_out: Sequence[Missing] = field(default_factory=tuple)
    more: int = 0


def rotation(asked: Asked, found: RotationOut) -> Table:
    """S-01: assignments and persons."""
    lines = [
        Line(
            _label(found.group_by, row),
            [_plain(row.persons), _plain(row.assignments, behind.counted(found, row.group))],
            row.persons,
        )
        for row in found.rows
    ]
    if asked.group != "school_year":
        lines.sort(key=lambda line: -(line.bar or 0))
    top = lines[0] if lines else None
    by_year = asked.group == "school_year"
    if top is None:
        finding = "没有数据，不是0"
    elif by_year:
        finding = f"{len(lines)}个学年的交流人数"
    else:
        finding = f"{top.name}最多，{top.cells[0].text}人" if len(lines) > 1 else f"{top.name}{top.cells[0].text}人"
    figures = [
        Figure("交流人数", f"{found.total_persons:,}", "人", "同一人只算一次"),
        Figure("交流人次", f"{found.total_assignments:,}", "次", "一次任务算一次"),
    ]
    every = _plain(found.total_assignments, behind.counted(found, {}))
    total = Line("合计", [_plain(found.total_persons), every])
    missing = [Missing(each.label, each.assignments, behind.left_out(found, each.reason)) for each in found.left_out]
    period = f"{school_year(found.school_year)}学年"
    return Table(
        f"交流总人数，按{asked.group_label}看", finding, figures, ["交流人数", "交流人次"], lines, total,
        found.definition, found.as_of, "人", period, missing,
    )  # fmt: skip


def _label(group_by: Sequence[str], row: RotationRow | ReportingRow) -> str:
    name = group_by[-1] if group_by else ""
    if name == "month" and row.group.get(name):
        return month_of_year(str(row.group[name]))
    return row.labels.get(name) or "待核实"


def _plain(value: int, href: str = "") -> Cell:
    return Cell(f"{value:,}", value, href if value else "")


def _pair(asked: Asked, found: BalanceOut, row: BalanceRow) -> Line:
    down = _plain(row.urban_to_rural, behind.moved(found, row, Direction.urban_to_rural))
    up = _plain(row.rural_to_urban, behind.moved(found, row, Direction.rural_to_urban))
    name = f"{row.supporting_school} → {row.recipient_school}"
    href = f"/pairings/{row.pairing_id}" if "pairing.read" in asked.me.permissions else ""
    return Line(name, [down, up, _plain(row.difference)], row.difference, href)


def balance(asked: Asked, found: BalanceOut) -> Table:
    """S-08: what goes down and comes up, for each pairing."""
    lines = [_pair(asked, found, row) for row in found.rows]
    uneven = sum(1 for row in found.rows if row.difference)
    shown = len(found.rows)
    finding = f"{shown}对结对，{uneven}对不对等" if shown else "没有数据，不是0"
    figures = [
        Figure("下派", f"{found.total_urban_to_rural:,}", "人次", "城→乡"),
        Figure("上挂", f"{found.total_rural_to_urban:,}", "人次", "乡→城"),
        Figure("差额", f"{found.total_difference:,}", "人次", "下派减上挂"),
    ]
    numbers = (found.total_urban_to_rural, found.total_rural_to_urban, found.total_difference)
    period = f"{school_year(found.school_year)}学年"
    return Table(
        "双向差额，按结对看", finding, figures, ["下派人次", "上挂人次", "差额"], lines,
        Line("合计", [_plain(number) for number in numbers]), found.definition, found.as_of, "人次", period,
        more=max((found.count or shown) - shown, 0),
    )  # fmt: skip


def reporting(asked: Asked, found: ReportingOut) -> Table:
    """S-23: expected, sent and in time."""
    lines = [
        Line(
            _label(found.group_by, row),
            _reporting_cells(row, behind.expected(asked, found, row.group)),
            row.REPORTING_RATE,
        )
        for row in found.rows
    ]
    if asked.group != "month":
        lines.sort(key=lambda line: 2.0 if line.bar is None else line.bar)
    total = found.total
    missing = total.EXPECTED_REPORTS - total.ACTUAL_REPORTS
    finding = f"还差{missing}份" if missing else ("都报齐了" if total.EXPECTED_REPORTS else "没有数据，不是0")
    expected, in_time = f"应报{total.EXPECTED_REPORTS:,}", f"按时{total.ACTUAL_REPORTS_ON_TIME:,}"
    figures = [
        Figure("报送率", percent(total.REPORTING_RATE), "", f"已报{total.ACTUAL_REPORTS:,} ÷ {expected}"),
        Figure("按时率", percent(total.REPORTING_RATE_ON_TIME), "", f"{in_time} ÷ {expected}"),
    ]
    period = f"{month_of_year(found.month)}月报" if found.month else f"{school_year(asked.school_year)}学年"
    whole = Line("合计", _reporting_cells(total, behind.expected(asked, found, {})))
    return Table(
        f"月报报送率，按{asked.group_label}看", finding, figures,
        ["应报", "已报", "报送率", "按时", "按时率", "迟报", "逾期没报"], lines, whole,
        found.definition, found.as_of, "%", period,
    )  # fmt: skip


FEW = f"不足{SMALLEST}件"
"""What stands for a number that is told to the county alone."""


def refusals(asked: Asked, found: RefusalCounts) -> Table:
    """S-37: handled refusals; what is too small to be told is in no number."""
    group = found.group_by[-1]
    lines = [
        Line(row.labels.get(group, "待核实"), [_few(row.cases, row.hidden)], row.cases) for row in found.rows
    ]  # fmt: skip
    whole = found.total_cases
    total = _few(whole, found.hidden)
    finding = f"处理了{whole:,}件" if whole else ("没有处理的" if whole == 0 else total.text)
    hidden = f"另有{found.hidden}处{FEW}，没有算进来" if found.hidden and whole is not None else ""
    figures = [Figure("拒不参加处理数", total.text, "" if whole is None else "件", hidden)]
    return Table(
        f"拒不参加处理数，按{asked.group_label}看", finding, figures, ["处理件数"], lines, Line("合计", [total]),
        found.definition, found.as_of, "件", f"{school_year(found.school_year)}学年",
    )  # fmt: skip


def _few(cases: int | None, hidden: int) -> Cell:
    text = FEW if hidden == 1 else f"{hidden}处都{FEW}"
    return Cell(text, text) if cases is None else _plain(cases)


def _reporting_cells(row: ReportingRow, href: str) -> list[Cell]:
    return [
        _plain(row.EXPECTED_REPORTS, href),
        _plain(row.ACTUAL_REPORTS),
        Cell(percent(row.REPORTING_RATE), row.REPORTING_RATE),
        _plain(row.ACTUAL_REPORTS_ON_TIME),
        Cell(percent(row.REPORTING_RATE_ON_TIME), row.REPORTING_RATE_ON_TIME),
        _plain(row.LATE_REPORTS),
        _plain(row.OVERDUE_REPORTS),
    ]
