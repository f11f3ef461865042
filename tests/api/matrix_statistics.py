"""Staff bases and closed periods in the authorisation matrix: rows, and well-formed calls for what writes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.api.features.periods.models import ClosedPeriod, StatCorrection, StatDefinition, StatSnapshot
from services.api.features.staff_bases.models import StaffBase
from services.api.features.statistics import service_freezing as freezing
from services.contracts.codes import PeriodKind, PeriodStatus
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, Make

STATISTICS_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/staff-bases"): lambda _m, _k: {"region_code": HOME, "school_year": 2025},
    ("POST", "/periods"): lambda _m, _k: {
        "region_code": PROVINCE,
        "kind": "month",
        "key": "2026-09",
        "reason": "省里统一封存",
    },
}


async def bases_and_periods(make: Make) -> dict[str, UUID]:
    """A base and a closed period."""
    return await staff_base(make) | await closed_period(make)


async def staff_base(make: Make) -> dict[str, UUID]:
    """The home county's base of this school year."""
    base = StaffBase(county_code=HOME, school_year=2026, revision=1, frozen_at=datetime(2026, 10, 1, tzinfo=UTC))
    await make.add(base)
    return {"staff_base_id": base.id}


AT = datetime(2026, 11, 20, tzinfo=UTC)


async def closed_period(make: Make) -> dict[str, UUID]:
    """October, with the numbers of one indicator for every region of the callers."""
    period = ClosedPeriod(
        region_code=PROVINCE, kind=PeriodKind.month, key="2026-10", first_on=date(2026, 10, 1),
        last_on=date(2026, 10, 31), status=PeriodStatus.closed, closed_at=AT, closed_position=0,
    )  # fmt: skip
    await make.add(period)
    definition = freezing.definition("S-01").model_dump(mode="json")
    await make.add(StatDefinition(digest="d", indicator="S-01", body=definition))
    cells = {"total": {"numerator": 7, "persons": 7}, "missing": None, "left_out": {}, "by": {}}
    for code in (HOME, NEIGHBOUR, CITY, PROVINCE):
        await make.add(
            StatSnapshot(
                county_code=code, period_id=period.id, indicator="S-01", version=1, indicator_version=1,
                definition_digest="d", computed_at=AT, position=0, digest="d", cells=cells,
            )
        )  # fmt: skip
    correction = StatCorrection(
        county_code=HOME, period_id=period.id, indicator="S-01", version=2, before=[cells["total"], None],
        after=[cells["total"], None], computed_at=AT, after_position=0, position=0,
    )  # fmt: skip
    await make.add(correction)
    return {"period_id": period.id, "correction_id": correction.id}
