"""Mentors offered and needs listed in the authorisation matrix: a row, and a call of every route that writes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.api.features.mentor_listings.models import MentorListing
from services.contracts.codes import ListingKind, Stage
from tests.factories.world import HOME, NEIGHBOUR, Make, World

_PLAN = {"stage": "primary", "people": 1, "start_on": "2026-11-01", "end_on": "2027-08-31"}
MENTOR_LISTING_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/mentor-listings/offers"): lambda m, k: {
        "pairing_id": m.ids["pairing_id"],
        "staff_id": str(m.world.staff[0].id),
        "subject": k,
        **_PLAN,
    },
    ("POST", "/mentor-listings/needs"): lambda m, k: {
        "pairing_id": m.ids["pairing_id"],
        "subject": k,
        "purpose": "classroom",
        **_PLAN,
    },
    ("PATCH", "/mentor-listings/{mentor_listing_id}"): lambda _m, _k: {"people": 2},
    ("POST", "/mentor-listings/{mentor_listing_id}/withdraw"): lambda _m, _k: {"reason": "计划有变"},
}


async def mentor_listing(make: Make, pairing_id: UUID, world: World) -> dict[str, UUID]:
    """Somebody whom the supporting school offers."""
    found = MentorListing(
        pairing_id=pairing_id, county_code=HOME, other_county_code=NEIGHBOUR, kind=ListingKind.offer,
        staff_id=world.staff[0].id, subject="语文", stage=Stage.primary, people=2, start_on=date(2026, 9, 1),
        end_on=date(2027, 8, 31), status_at=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip
    await make.add(found)
    return {"mentor_listing_id": found.id}
