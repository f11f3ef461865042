"""The twelve months of a school year, September to August (A-44)."""

from collections.abc import Iterable

from services.contracts.reports import ReportRow
from services.web import clock
from services.web.months import FIRST_MONTH


def months_of(rows: Iterable[ReportRow], year: int, now: str = "") -> list[dict[str, object]]:
    """Return the cells of the month strip; `now` is outlined, by default the oldest month still to be sent."""
    by_month = {row.month: row for row in rows}
    to_send = sorted(month for month, row in by_month.items() if "submit" in row.allowed_actions)
    current = now or (to_send[0] if to_send else "")
    names = [f"{year + (number > 12)}-{(number - 1) % 12 + 1:02d}" for number in range(FIRST_MONTH, FIRST_MONTH + 12)]
    return [_cell(name, by_month.get(name), name == current) for name in names]


def _cell(name: str, row: ReportRow | None, current: bool) -> dict[str, object]:  # noqa: FBT001 - one caller
    return {
        "month": name,
        "state": row.status if row else None,
        "href": f"/reports/{row.id}" if row else "",
        "now": current,
        "past": name < f"{clock.today():%Y-%m}",
    }
