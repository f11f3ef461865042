"""Statistics as downloaded tables: the groups of a number, and the pairings of S-08."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.api.features.statistics import rules, service
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Column, Sheet, columns
from services.api.kernel.paging import PageAsked
from services.contracts.base import Page
from services.contracts.codes import Code
from services.contracts.refusals import RefusalCountRow
from services.contracts.statistics import SMALLEST, BalanceRow, ReportingRow, RotationRow

HEADINGS = {
    "province": "省", "city": "市", "county": "县区", "township": "乡镇", "month": "月份", "direction": "方向",
    "mode": "交流形式", "post": "职务", "sex": "性别", "title": "职称", "stage": "学段", "school_year": "学年",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RotationAsked:
    """The question of S-01."""

    region_code: str | None
    years: service.YearsAsked
    group_by: tuple[str, ...]
    filters: dict[str, Code]


@dataclass(frozen=True, slots=True)
class BalanceAsked:
    """The question of S-08."""

    region_code: str | None
    years: service.YearsAsked


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


def _rotation_groups(asked: RotationAsked) -> list[Column]:
    return _grouped(rules.read_dimensions(asked.group_by, rules.ROTATION_DIMENSIONS))


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
ROTATION = Sheet("statistics_rotation", "交流人次", columns("人次 assignments", "人数 persons"), _rotation_groups)
BALANCE = Sheet("statistics_balance", "双向对等差额", columns(
    "支援学校 supporting_school", "受援学校 recipient_school", "下派 urban_to_rural", "上挂 rural_to_urban",
    "差额 difference", "结对编号 pairing_id",
))  # fmt: skip
REPORTING = Sheet("statistics_reporting", "月报报送率", columns(
    "应报 EXPECTED_REPORTS", "已报 ACTUAL_REPORTS", "按时 ACTUAL_REPORTS_ON_TIME", "报送率 REPORTING_RATE",
    "按时率 REPORTING_RATE_ON_TIME", "迟报 LATE_REPORTS", "逾期未报 OVERDUE_REPORTS",
), _reporting_groups)  # fmt: skip


async def rotation(ctx: Ctx, asked: RotationAsked, _page: PageAsked) -> Page[RotationRow]:
    """All groups of S-01: they are few."""
    found = await service.rotation(ctx, asked.region_code, asked.years, asked.group_by, asked.filters)
    return Page(items=found.rows, count=len(found.rows))


async def balance(ctx: Ctx, asked: BalanceAsked, page: PageAsked) -> Page[BalanceRow]:
    """One page of S-08."""
    found = await service.balance(ctx, asked.region_code, asked.years, page)
    return Page(items=found.rows, next_cursor=found.next_cursor, count=found.count)


async def refusals(ctx: Ctx, asked: RefusalsAsked, _page: PageAsked) -> Page[RefusalCountRow]:
    """All groups of S-37."""
    found = await service.refusals(ctx, asked.region_code, asked.years, asked.group_by)
    return Page(items=found.rows, count=len(found.rows))


async def reporting(ctx: Ctx, asked: ReportingAsked, _page: PageAsked) -> Page[ReportingRow]:
    """All groups of S-23."""
    found = await service.reporting(ctx, asked.region_code, asked.period, asked.group_by)
    return Page(items=found.rows, count=len(found.rows))
