"""The office's start page: worklists, the month's reporting and who has not reported yet."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.parse import urlencode

from services.contracts.codes import ReportStatus, Role
from services.contracts.reports import ReportRow
from services.contracts.statistics import ReportingRow
from services.contracts.workbench import WorkbenchOut
from services.web.api_client.reports import ReportsClient
from services.web.pages.home.worklists import WorkCard, cards
from services.web.visit import Visit

CHASED = 50
"""Rows of the chase list on the start page; the whole list is one tap away."""
DECIDING = frozenset({Role.county_coordinator, Role.administrator})
_AREAS = {"township": "乡镇", "county": "县区", "city": "市"}
_TITLES = {
    Role.county_coordinator: "工作台",
    Role.administrator: "工作台",
    Role.city_supervisor: "总览",
    Role.province_supervisor: "总览",
}


@dataclass(frozen=True, slots=True)
class Area:
    """One township, county or city of the reporting table."""

    name: str
    expected: int
    sent: int
    rate: float | None
    counts: SimpleNamespace
    missing: int
    href: str


@dataclass(slots=True)
class Desk:
    """What the template shows."""

    bench: WorkbenchOut
    title: str
    urgent: list[WorkCard]
    watch: list[WorkCard]
    area_name: str = ""
    areas: list[Area] = field(default_factory=list)
    total: ReportingRow | None = None
    counts: SimpleNamespace = field(default_factory=SimpleNamespace)
    missing: int = 0
    chase: list[ReportRow] = field(default_factory=list)

    crossing: str = "跨县区的结对和交流在这里办，其余只看"

    @property
    def waiting(self) -> int:
        """How many things wait for this office's decision."""
        return sum(card.count for card in self.urgent)


async def read_desk(visit: Visit, month: str, bench: WorkbenchOut) -> Desk:
    """Read what the office's start page shows; three calls with `me` and the workbench."""
    role = visit.me.role
    deciding = role in DECIDING
    # The county's open reports stand below as a list of their own.
    lists = [item for item in bench.lists if item.key != "reports_open" or role is not Role.county_coordinator]
    desk = Desk(
        bench,
        f"{visit.me.region_name}{_TITLES.get(role, '工作台') if role else '工作台'}",
        cards(lists, urgent=True, deciding=deciding),
        cards(lists, urgent=False, deciding=deciding),
    )
    if role is Role.province_supervisor:
        desk.crossing = "跨市的结对和交流在这里办，其余只看"
    _take_reporting(desk, month)
    if role is Role.county_coordinator and bench.month and desk.missing:
        found = await ReportsClient(visit.api).rows({"month": bench.month, "open": True, "limit": CHASED})
        desk.chase = found.items
    return desk


def _take_reporting(desk: Desk, month: str) -> None:
    reporting = desk.bench.reporting
    if reporting is None:
        return
    desk.total, desk.counts = reporting.total, counts_of(reporting.total)
    desk.missing = reporting.total.EXPECTED_REPORTS - reporting.total.ACTUAL_REPORTS
    dimension = reporting.group_by[-1] if reporting.group_by else ""
    desk.area_name = _AREAS.get(dimension, "地区")
    shown_month = reporting.month or month
    areas = [_area(row, dimension, shown_month) for row in reporting.rows]
    desk.areas = sorted(areas, key=lambda area: (1.0 if area.rate is None else area.rate, area.name))


def counts_of(row: ReportingRow) -> SimpleNamespace:
    """Return the counts of a rate bar; 已公布 counts with 已受理."""
    by = row.by_status
    return SimpleNamespace(
        accepted=by.get(ReportStatus.accepted, 0) + by.get(ReportStatus.published, 0),
        submitted=by.get(ReportStatus.submitted, 0),
        returned=by.get(ReportStatus.returned, 0),
        draft=by.get(ReportStatus.draft, 0),
        due=by.get(ReportStatus.due, 0),
    )


def _area(row: ReportingRow, dimension: str, month: str) -> Area:
    value = row.group.get(dimension)
    parameter = "county_code" if dimension == "county" else dimension
    href = "/reviews/chase?" + urlencode({"month": month, parameter: str(value or "")}) if value else ""
    return Area(
        name=row.labels.get(dimension) or (f"没有登记{_AREAS.get(dimension, '地区')}"),
        expected=row.EXPECTED_REPORTS,
        sent=row.ACTUAL_REPORTS,
        rate=row.REPORTING_RATE,
        counts=counts_of(row),
        missing=row.EXPECTED_REPORTS - row.ACTUAL_REPORTS,
        href=href if dimension != "city" else "",
    )
