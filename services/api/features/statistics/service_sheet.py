"""Reporting and refusals as downloaded tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.api.features.statistics import rules, service
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Column, Sheet, columns
from services.api.kernel.paging import PageAsked
from services.contracts.base import Page
from services.contracts.refusals import RefusalCountRow
from services.contracts.statistics import SMALLEST, ReportingRow

HEADINGS = {
    "province": "省", "city": "市", "county": "县区", "township": "乡镇", "month": "月份", "school_year": "学年",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportingAsked:
    """The question of S-23."""

    region_code: str | None
    period: service.ReportsAsked
    group_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusalsAsked:
    """The question of S-37."""

    region_code: str | None
    years: service.YearsAsked
    group_by: tuple[str, ...]


def _grouped(dimensions: Sequence[str]) -> list[Column]:
    """The code of each dimension and its Chinese word."""
    return [part for name in dimensions for part in (_value(name), _word(name))]


def _value(name: str) -> Column:
    return Column(f"{HEADINGS[name]}代码", lambda row: row.group.get(name))


def _word(name: str) -> Column:
    return Column(HEADINGS[name], lambda row: row.labels.get(name))


def _reporting_groups(asked: ReportingAsked) -> list[Column]:
    return _grouped(rules.with_county(rules.read_dimensions(asked.group_by, rules.REPORTING_DIMENSIONS)))


def _refusal_groups(asked: RefusalsAsked) -> list[Column]:
    return _grouped(rules.read_dimensions(asked.group_by, rules.REFUSAL_DIMENSIONS))


REFUSALS = Sheet(
    "statistics_refusals",
    "拒不参加处理数",
    columns("件数 cases", f"不足{SMALLEST}件没有算进来的 hidden"),
    _refusal_groups,
)
REPORTING = Sheet("statistics_reporting", "月报报送率", columns(
    "应报 EXPECTED_REPORTS", "已报 ACTUAL_REPORTS", "按时 ACTUAL_REPORTS_ON_TIME", "报送率 REPORTING_RATE",
    "按时率 REPORTING_RATE_ON_TIME", "迟报 LATE_REPORTS", "逾期未报 OVERDUE_REPORTS",
), _reporting_groups)  # fmt: skip


async def refusals(ctx: Ctx, asked: RefusalsAsked, _page: PageAsked) -> Page[RefusalCountRow]:
    """All groups of S-37."""
    found = await service.refusals(ctx, asked.region_code, asked.years, asked.group_by)
    return Page(items=found.rows, count=len(found.rows))


async def reporting(ctx: Ctx, asked: ReportingAsked, _page: PageAsked) -> Page[ReportingRow]:
    """All groups of S-23."""
    found = await service.reporting(ctx, asked.region_code, asked.period, asked.group_by)
    return Page(items=found.rows, count=len(found.rows))
