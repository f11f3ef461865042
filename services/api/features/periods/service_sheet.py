"""Closed periods, their numbers and corrections as downloaded tables."""

from typing import Any

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.indicators import IndicatorRow

PERIODS = Sheet("periods", "已封存的月份和学年", columns(
    "种类 kind.label", "月份或学年 name", "代码 key", "省代码 region_code", "省 region_name", "第一天 first_on",
    "最后一天 last_on", "状态 status.label", "封存时间 closed_at", "更正次数 corrections", "最近更正 corrected_at",
    "提前封存的原因 reason", "编号 id",
))  # fmt: skip


def _word(row: IndicatorRow) -> str:
    return "、".join(row.labels.values()) if row.group else "合计"


def _code(row: IndicatorRow) -> Any:
    return next(iter(row.group.values()), None)


def _also(row: IndicatorRow) -> str:
    return "；".join(f"{name}={'' if value is None else value}" for name, value in row.also.items())


NUMBERS = Sheet("period_statistics", "封存的统计数", (
    Column("分组代码", _code), Column("分组", _word),
    *columns("分子 numerator", "分母 denominator", "值 value"),
    Column("说明", lambda row: "数太小，不显示" if row.suppressed else row.reason_label),
    Column("其他", _also),
))  # fmt: skip


def _events(row: Any) -> str:
    return "；".join(f"{each.position} {each.entity} {each.action}" for each in row.events or [])


CORRECTIONS = Sheet("period_corrections", "封存以后的更正", (
    *columns(
        "指标 indicator", "指标名称 indicator_name", "区域代码 region_code", "版本 version", "分组 dimension_label",
        "分组值 label", "改前分子 before.numerator", "改前分母 before.denominator", "改前值 before.value",
        "改后分子 after.numerator", "改后分母 after.denominator", "改后值 after.value", "更正时间 computed_at",
        "变更条数 event_count",
    ),
    Column("变更", _events),
))  # fmt: skip
