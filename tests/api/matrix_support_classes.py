"""Support classes in the authorisation matrix: a row, and a well-formed call for every route that writes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from services.api.features.support_classes.models import SupportClass
from services.contracts.codes import PairSide
from tests.factories.world import HOME, NEIGHBOUR, Make

REASON = {"reason": "计划有变"}
SUPPORT_CLASS_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/support-classes"): lambda m, k: {
        "pairing_id": m.ids["pairing_id"],
        "name": k,
        "grade": "高一",
        "school_year": 2026,
        "pupils_planned": 40,
    },
    ("PATCH", "/support-classes/{support_class_id}"): lambda _m, _k: {"pupils_planned": 50},
    ("POST", "/support-classes/{support_class_id}/return"): lambda _m, _k: REASON,
    ("POST", "/support-classes/{support_class_id}/assign"): lambda _m, _k: {"post": "maths"},
    ("POST", "/support-classes/{support_class_id}/start"): lambda _m, _k: {
        "started_on": "2026-11-20",
        "pupils_enrolled": 40,
    },
    ("POST", "/support-classes/{support_class_id}/end"): lambda _m, _k: {"ended_on": "2026-11-30", **REASON},
    ("POST", "/support-classes/{support_class_id}/void"): lambda _m, _k: REASON,
}


async def support_class(make: Make, pairing_id: UUID) -> dict[str, UUID]:
    """Proposed by the supporting school, to be taught at the recipient."""
    found = SupportClass(
        pairing_id=pairing_id, county_code=NEIGHBOUR, other_county_code=HOME, name="支援一班", grade="高一",
        school_year=2026, place=PairSide.recipient, proposed_by=PairSide.supporting, pupils_planned=45,
    )  # fmt: skip
    await make.add(found)
    return {"support_class_id": found.id}
