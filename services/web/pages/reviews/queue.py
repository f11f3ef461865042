"""The lists of the county's side: what may be asked in the address, and what the API is asked then."""

from services.contracts.codes import ReportStatus
from services.contracts.reports import ReportRow
from services.web.api_client.base import Query
from services.web.filters import MONTH, REGION, TEXT, TRUE, Allowed, Filters
from services.web.months import month_after, this_month
from services.web.wording import month_of_year

MONTHS_BACK = 12
WAITING = "waiting"
EVERYTHING = "all"
QUEUE_STATES = {
    WAITING: "待审",
    ReportStatus.accepted.value: "已受理",
    ReportStatus.returned.value: "已退回",
    EVERYTHING: "全部报送情况",
}
CHASE_STATES = {
    "": "全部",
    ReportStatus.due.value: "待填报",
    ReportStatus.draft.value: "填写中",
    ReportStatus.returned.value: "已退回",
}
_PLACES: dict[str, Allowed] = {"month": MONTH, "township": TEXT, "county_code": REGION, "q": TEXT}
QUEUE: dict[str, Allowed] = {**_PLACES, "status": QUEUE_STATES}
CHASE: dict[str, Allowed] = {**_PLACES, "status": CHASE_STATES, "overdue": TRUE}


def months_back() -> list[tuple[str, str]]:
    """Return the last months for a select, newest first."""
    names = [month_after(this_month(), -back) for back in range(MONTHS_BACK)]
    return [(name, month_of_year(name)) for name in names]


def is_waiting(filters: Filters) -> bool:
    """Tell whether the list is the queue itself."""
    return filters.get("status") in {"", WAITING}


def may_pick(row: ReportRow) -> bool:
    """Tell whether a report may be accepted with others: sent as it was filled in for the school."""
    return bool(row.no_change) and "accept" in row.allowed_actions


def is_same(row: ReportRow) -> bool:
    """Tell whether one tap may choose it: compared with an earlier month and the same; first ones are read first."""
    return may_pick(row) and row.baseline_month is not None


def queue_query(filters: Filters) -> Query:
    """Return the API's parameters of the review list."""
    if is_waiting(filters):
        return filters.query(status="", waiting="true")
    return filters.query(status="" if filters.get("status") == EVERYTHING else filters.get("status"))


def chase_query(filters: Filters) -> Query:
    """Return the API's parameters of the chase list."""
    return filters.query(open="true")
