"""The rows behind a number: the address of the list that has as many rows as the number says."""

from collections.abc import Mapping
from urllib.parse import urlencode

from services.contracts.codes import Direction, Outcome
from services.contracts.statistics import BalanceOut, BalanceRow, ReportingOut, RotationOut
from services.web.pages.statistics.asked import Asked

PLACES = ("province", "city", "county")
WHOLE_YEAR = "school_year"


def _list(path: str, asked: Mapping[str, object]) -> str:
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


def _of_rotation(found: RotationOut) -> dict[str, object]:
    year = {"school_year": found.school_year, "basis": found.year_basis.value}
    return {"region_code": found.region_code, **year, **found.filters}


def counted(found: RotationOut, group: Mapping[str, object]) -> str:
    """The assignments that a cell of S-01 counts; empty for a total over several years, which no list shows."""
    if WHOLE_YEAR in found.group_by and WHOLE_YEAR not in group:
        return ""
    if None in group.values():
        return ""
    place = next((group[name] for name in reversed(PLACES) if name in group), found.region_code)
    facts = {name: value for name, value in group.items() if name not in PLACES}
    outcome = {"outcome": Outcome.counted.value}
    return _list("/assignments", {**_of_rotation(found), "region_code": place, **facts, **outcome})


def left_out(found: RotationOut, reason: str) -> str:
    """The assignments that are not in the number for this reason; empty over several years."""
    if WHOLE_YEAR in found.group_by:
        return ""
    return _list("/assignments", {**_of_rotation(found), "outcome": reason})


def moved(found: BalanceOut, row: BalanceRow, direction: Direction) -> str:
    """The assignments of a pairing in one direction."""
    asked = {"pairing_id": row.pairing_id, "direction": direction.value, "outcome": Outcome.counted.value}
    return _list("/assignments", {**asked, "school_year": found.school_year, "basis": found.year_basis.value})


def expected(asked: Asked, found: ReportingOut, group: Mapping[str, object]) -> str:
    """The reports of a cell of S-23, for offices; empty for a whole school year, which no list shows."""
    month = group.get("month") or found.month
    if not month or asked.me.school is not None or "report.read" not in asked.me.permissions:
        return ""
    if "township" in group and not group["township"]:
        return ""
    place = next((group[name] for name in reversed(PLACES) if name in group), found.region_code)
    township = group.get("township")
    return _list("/reviews", {"status": "all", "month": month, "county_code": place, "township": township})
