"""The numbers of an indicator as a table, and the rows behind one."""

from collections.abc import Sequence
from typing import Any

from services.api.features.statistics import rules, rules_indicators
from services.api.features.statistics.dimensions import DIMENSIONS
from services.api.features.statistics.indicators import known_dimensions
from services.api.features.statistics.service_indicators import Asked, answer
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Column, Sheet, columns
from services.api.kernel.paging import PageAsked
from services.contracts.base import Page
from services.contracts.indicators import IndicatorRow

TOTAL = "合计"


def _groups(asked: Asked) -> Sequence[Column]:
    """The value of each dimension and its word, then the further numbers of this indicator."""
    indicator = rules_indicators.find(asked.indicator)
    names = rules.read_dimensions(asked.group_by, known_dimensions(indicator))
    return [part for name in names for part in (_value(name), _word(name))]


def _value(name: str) -> Column:
    return Column(f"{DIMENSIONS[name].label}代码", lambda row: row.group.get(name))


def _word(name: str) -> Column:
    return Column(DIMENSIONS[name].label, lambda row: row.labels.get(name, "" if row.group else TOTAL))


def _also(row: IndicatorRow) -> str:
    return "；".join(f"{name}={'' if value is None else value}" for name, value in row.also.items())


def _before(name: str) -> Column:
    return Column(f"上一年{name}", lambda row: _of_last_year(row, name))


_FIELDS = {"分子": "numerator", "分母": "denominator", "值": "value"}


def _of_last_year(row: IndicatorRow, name: str) -> Any:
    return getattr(row.last_year, _FIELDS[name]) if row.last_year is not None else None


NUMBERS = Sheet(
    "statistics_indicator", "统计指标",
    (
        *columns("分子 numerator", "分母 denominator", "值 value"),
        Column("说明", lambda row: "数太小，不显示" if row.suppressed else row.reason_label),
        Column("其他", _also), *(_before(name) for name in _FIELDS),
    ),
    _groups,
)  # fmt: skip
BEHIND = Sheet("statistics_rows", "统计数后面的记录", (
    *columns("种类 entity", "编号 id", "人员编号 person_id", "姓名 person_name", "县区代码 county_code"),
    Column("代码", lambda row: "；".join(f"{name}={value}" for name, value in row.codes.items() if value is not None)),
))  # fmt: skip


async def numbers(ctx: Ctx, asked: Asked, _page: PageAsked) -> Page[IndicatorRow]:
    """All groups and the total."""
    found = await answer(ctx, asked)
    rows = [*found.rows, found.total]
    return Page(items=rows, count=len(rows))
