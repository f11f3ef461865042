"""The lists of the county's side: filters as they stand in the address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from services.contracts.codes import ReportStatus
from services.web import clock
from services.web.api_client.base import Query
from services.web.wording import month_of_year

PAGE = 50
LONGEST = 60
_MONTH = re.compile(r"^20\d{2}-(?:0[1-9]|1[0-2])$")
_REGION = re.compile(r"^\d{4}(?:\d{2}|Z\d)$")
MONTHS_BACK = 12
WAITING = "waiting"
QUEUE_STATES = {
    WAITING: "待审",
    ReportStatus.accepted.value: "已受理",
    ReportStatus.returned.value: "已退回",
    "all": "全部报送情况",
}
CHASE_STATES = {
    "": "全部",
    ReportStatus.due.value: "待填报",
    ReportStatus.draft.value: "填写中",
    ReportStatus.returned.value: "已退回",
}


def months_back() -> list[tuple[str, str]]:
    """Return the last months for a select, newest first."""
    today = clock.today()
    first = today.year * 12 + today.month - 1
    names = [f"{(first - back) // 12}-{(first - back) % 12 + 1:02d}" for back in range(MONTHS_BACK)]
    return [(name, month_of_year(name)) for name in names]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; every value stands in the address."""

    path: str
    month: str = ""
    status: str = ""
    township: str = ""
    county_code: str = ""
    q: str = ""
    overdue: bool = False
    cursor: str = ""

    @classmethod
    def of(cls, path: str, params: Mapping[str, str], states: Mapping[str, str]) -> "Filters":
        """Read the address; what no link of ours makes is left out."""
        named = {name: params.get(name, "").strip()[:LONGEST] for name in ("month", "status", "township", "q")}
        county, cursor = params.get("county_code", ""), params.get("cursor", "")
        return cls(
            path,
            named["month"] if _MONTH.match(named["month"]) else "",
            named["status"] if named["status"] in states else "",
            named["township"],
            county if _REGION.match(county) else "",
            named["q"],
            params.get("overdue") == "true",
            cursor,
        )

    def values(self) -> dict[str, str]:
        """Return the parameters that are set."""
        named = {"month": self.month, "status": self.status, "township": self.township}
        named |= {"county_code": self.county_code, "q": self.q, "overdue": "true" if self.overdue else ""}
        return {name: value for name, value in named.items() if value}

    def href(self, **changes: str) -> str:
        """Return the address of the same list with some parameters changed."""
        values = {name: value for name, value in {**self.values(), **changes}.items() if value}
        return self.path + (f"?{urlencode(values)}" if values else "")

    @property
    def changed(self) -> bool:
        """Whether 清除筛选 has something to clear."""
        return bool(self.values())

    @property
    def here(self) -> str:
        """The address of this very page of the list."""
        return self.href(cursor=self.cursor)


def _places(filters: Filters) -> dict[str, str]:
    names = {"month": filters.month, "township": filters.township, "county_code": filters.county_code}
    return {**names, "q": filters.q, "cursor": filters.cursor}


def queue_query(filters: Filters) -> Query:
    """Return the API's parameters of the review list."""
    waiting = filters.status in {"", WAITING}
    status = "" if waiting or filters.status == "all" else filters.status
    return {**_places(filters), "waiting": waiting or None, "status": status, "limit": PAGE, "count": True}


def chase_query(filters: Filters) -> Query:
    """Return the API's parameters of the chase list."""
    asked = {"open": True, "overdue": filters.overdue or None, "status": filters.status}
    return {**_places(filters), **asked, "limit": PAGE, "count": True}
