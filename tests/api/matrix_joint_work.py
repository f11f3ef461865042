"""Joint work in the authorisation matrix: a meeting of the sending school with a decision, a plan with a date."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.activities.models import Activity, ActivityPlan, Decision, PlannedActivity
from services.contracts.codes import ActivityType, PairSide, PlanRepeat, ResponsibleSide
from tests.factories.world import HOME, NEIGHBOUR, Make, World

REASON = {"reason": "计划有变"}


async def joint_work_rows(make: Make, pairing_id: UUID, world: World) -> dict[str, UUID]:
    """The sending school keeps the minutes and hosts what is planned; the receiving one carries the decision out."""
    where: dict[str, Any] = {"pairing_id": pairing_id, "county_code": HOME, "other_county_code": NEIGHBOUR}
    meeting = Activity(
        **where, host_school_id=world.urban.id, type=ActivityType.joint_meeting, held_on=date(2026, 11, 9),
        topic="商量下半学期的安排", supporting_count=3, recipient_count=3,
    )  # fmt: skip
    decision = Decision(
        **where, activity_id=meeting.id, text="选出两名徒弟", responsible=ResponsibleSide.recipient,
        due_on=date(2026, 11, 30),
    )  # fmt: skip
    plan = ActivityPlan(
        **where, host=PairSide.supporting, type=ActivityType.joint_prep, topic="大单元设计", repeat=PlanRepeat.once,
        start_on=date(2026, 12, 10), end_on=date(2026, 12, 10),
    )  # fmt: skip
    planned = PlannedActivity(**where, plan_id=plan.id, planned_on=plan.start_on, first_on=plan.start_on)
    await make.add(meeting, decision, plan, planned)
    return {
        "meeting_id": meeting.id, "decision_id": decision.id, "activity_plan_id": plan.id, "planned_id": planned.id,
    }  # fmt: skip


JOINT_WORK_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("PUT", "/activities/{activity_id}/people"): lambda _m, _k: {"staff_ids": []},
    ("POST", "/activities/{activity_id}/joined/{pairing_id}/not-there"): lambda _m, _k: REASON,
    ("POST", "/meeting-decisions"): lambda m, _k: {
        "activity_id": m.ids["meeting_id"],
        "text": "互派教师",
        "responsible": "both",
        "due_on": "2026-12-31",
    },
    ("PATCH", "/meeting-decisions/{decision_id}"): lambda _m, _k: {"person": "教导处"},
    ("POST", "/meeting-decisions/{decision_id}/carry-out"): lambda _m, _k: {"done_on": "2026-11-20"},
    ("POST", "/meeting-decisions/{decision_id}/void"): lambda _m, _k: REASON,
    ("PUT", "/base-schools/{pairing_id}/{school_year}/{term}"): lambda _m, _k: {"side": "recipient"},
    ("POST", "/activity-plans"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "host": "supporting",
        "type": "joint_prep",
        "topic": "大单元设计",
        "repeat": "once",
        "start_on": "2026-12-10",
        "end_on": "2026-12-10",
    },
    ("POST", "/activity-plans/{activity_plan_id}/cancel"): lambda _m, _k: {"from_on": "2026-12-01", **REASON},
    ("POST", "/planned-activities/{planned_id}/move"): lambda _m, _k: {"to_on": "2026-12-11"},
    ("POST", "/planned-activities/{planned_id}/cancel"): lambda _m, _k: REASON,
}
