"""Moves between schools in the authorisation matrix: rows, and a well-formed call for every route that writes."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.staff_moves.models import StaffMove, SurplusMeasure
from services.contracts.codes import StaffMoveKind, StaffMoveReason, StaffMoveStatus, SurplusMethod
from tests.factories.world import HOME, NEIGHBOUR, Make, World

REASON = {"reason": "计划有变"}
STAFF_MOVE_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/staff-moves"): lambda m, _k: {
        "staff_id": str(m.world.staff[1].id),
        "to_school_id": str(m.world.rural.id),
        "kind": "within_quota",
        "reason": "subject_need",
        "planned_on": "2026-12-20",
    },
    ("PATCH", "/staff-moves/{staff_move_id}"): lambda _m, _k: {"subject": "数学"},
    ("POST", "/staff-moves/{staff_move_id}/reject"): lambda _m, _k: REASON,
    ("POST", "/staff-moves/{staff_move_id}/return"): lambda _m, _k: REASON,
    ("POST", "/staff-moves/{staff_move_id}/postpone"): lambda _m, _k: {"planned_on": "2026-12-25", **REASON},
    ("POST", "/staff-moves/{staff_move_id}/withdraw"): lambda _m, _k: REASON,
    ("POST", "/staff-moves/{staff_move_id}/void"): lambda _m, _k: REASON,
    ("POST", "/surplus-measures"): lambda m, _k: {
        "school_id": m.ids["school_id"],
        "method": "training",
        "people": 1,
        "done_on": "2026-11-20",
        "basis": "区教委文件",
    },
    ("POST", "/surplus-measures/{surplus_measure_id}/void"): lambda _m, _k: REASON,
}


async def staff_moves(make: Make, world: World) -> dict[str, UUID]:
    """A proposed move into the next county, and what the home school did about its surplus."""
    person = world.staff[2]
    move = StaffMove(
        person_id=person.person_id, staff_id=person.id, county_code=HOME, other_county_code=NEIGHBOUR,
        from_school_id=world.urban.id, to_school_id=world.neighbour.id, kind=StaffMoveKind.cross_county,
        reason=StaffMoveReason.subject_need, status=StaffMoveStatus.proposed, needs_approval=True, subject="语文",
        planned_on=date(2026, 12, 20), decided_on=date(2026, 12, 1),
    )  # fmt: skip
    measure = SurplusMeasure(
        school_id=world.urban.id, county_code=HOME, method=SurplusMethod.training, people=1,
        done_on=date(2026, 11, 20), basis="区教委文件",
    )  # fmt: skip
    await make.add(move, measure)
    return {"staff_move_id": move.id, "surplus_measure_id": measure.id}
