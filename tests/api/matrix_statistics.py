"""Staff bases in the authorisation matrix: a row, and a well-formed call for the route that writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.api.features.staff_bases.models import StaffBase
from tests.factories.world import HOME, Make

STATISTICS_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/staff-bases"): lambda _m, _k: {"region_code": HOME, "school_year": 2025},
}


async def staff_base(make: Make) -> dict[str, UUID]:
    """The home county's base of this school year."""
    base = StaffBase(county_code=HOME, school_year=2026, revision=1, frozen_at=datetime(2026, 10, 1, tzinfo=UTC))
    await make.add(base)
    return {"staff_base_id": base.id}
