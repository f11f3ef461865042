"""What a provincial system called, as the page shows it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from services.contracts.clients import ClientUsageOut, UsageOut

AREAS = {
    "auth": "换令牌", "activities": "结对活动", "arrivals": "生活安排", "assignments": "交流任务", "clients": "接口",
    "codes": "代码表", "commitments": "承诺", "disagreements": "不同意见", "events": "操作记录", "exports": "下载记录",
    "files": "文件", "goals": "目标", "handovers": "交接", "indicators": "指标", "me": "自己的账号",
    "mentor-pairs": "师徒", "pairings": "结对", "partners": "外部伙伴", "periods": "时段", "persons": "人员",
    "changes": "变更", "refusals": "拒不参加", "regions": "区划", "reports": "月报", "schools": "学校",
    "search": "查找", "snapshots": "快照", "staff": "教职工", "staff-moves": "调动", "statistics": "统计",
    "summaries": "年度总结", "supports": "经费物资", "teams": "团队", "webhooks": "推送",
}  # fmt: skip
KIB, UNITS = 1024, ("B", "KB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Line:
    """Calls of a day, or of an area; `share` of the largest line."""

    name: str | date
    calls: int
    refused: int
    size: str
    share: float


def by_day(usage: ClientUsageOut) -> list[Line]:
    """A line a day, newest first; days without a call are left out."""
    return _lines(usage.rows, lambda row: row.day)


def by_area(usage: ClientUsageOut) -> list[Line]:
    """A line for each kind of data, most called first."""
    found = _lines(usage.rows, lambda row: AREAS.get(row.area, row.area))
    return sorted(found, key=lambda line: -line.calls)


def _lines(rows: Sequence[UsageOut], key: Callable[[UsageOut], str | date]) -> list[Line]:
    groups: dict[str | date, list[UsageOut]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    calls = {name: sum(row.calls for row in group) for name, group in groups.items()}
    most = max(calls.values(), default=1)
    return [
        Line(
            name, calls[name], sum(row.refused for row in group), size(sum(row.bytes_sent for row in group)),
            calls[name] / most,
        )
        for name, group in groups.items()
    ]  # fmt: skip


def size(count: int) -> str:
    """Bytes as people read them."""
    value, place = float(count), 0
    while value >= KIB and place < len(UNITS) - 1:
        value, place = value / KIB, place + 1
    return f"{value:.1f}{UNITS[place]}" if place else f"{count}B"
