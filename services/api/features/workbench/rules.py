"""Which worklists an office sees, and the list behind each. Pure."""

from datetime import date, timedelta
from urllib.parse import urlencode

from services.contracts.codes import (
    AssignmentStatus,
    ImprovementStatus,
    Role,
    SupportGiver,
    SupportStatus,
    TermReviewStatus,
    WebhookStatus,
)
from services.contracts.workbench import WorkKey

ENDING_DAYS = 30
"""30天内到期: from today on, the thirtieth day inside."""
OFFICES = frozenset({Role.county_coordinator, Role.city_supervisor, Role.province_supervisor})
API = "/api/v1"


def ends_by(today: date) -> date:
    """The last day that counts as ending soon."""
    return today + timedelta(days=ENDING_DAYS)


def list_query(key: WorkKey, today: date, month: str | None) -> str:
    """The API query whose rows a worklist counts."""
    soon = ends_by(today).isoformat()
    asked: dict[WorkKey, tuple[str, dict[str, str]]] = {
        "reports_waiting": ("reports", {"waiting": "true"}),
        "reports_open": ("reports", {"open": "true", **({"month": month} if month else {})}),
        "reports_overdue": ("reports", {"overdue": "true"}),
        "assignments_to_confirm": ("assignments", {"to_confirm": "true"}),
        "assignments_not_arrived": (
            "assignments",
            {"status": AssignmentStatus.confirmed.value, "starts_by": today.isoformat()},
        ),
        "assignments_ending": ("assignments", {"status": AssignmentStatus.active.value, "ends_by": soon}),
        "disagreements_waiting": ("disagreements", {"waiting": "true"}),
        "improvement_plans_waiting": ("improvement-plans", {"status": ImprovementStatus.submitted.value}),
        "term_reviews_waiting": ("term-reviews", {"status": TermReviewStatus.submitted.value}),
        "support_classes_waiting": ("support-classes", {"waiting": "true"}),
        "staff_moves_waiting": ("staff-moves", {"waiting": "true"}),
        "staff_moves_held": ("staff-moves", {"held": "true"}),
        "refusals_waiting": ("refusals", {"waiting": "true"}),
        "commitments_lagging": ("commitments", {"lagging": "true"}),
        "decisions_overdue": ("meeting-decisions", {"overdue": "true"}),
        "summaries_overdue": ("summaries/due", {"overdue": "true"}),
        "supports_disputed": ("supports", {"status": SupportStatus.disputed.value}),
        "supports_to_pay": (
            "supports",
            {"giver": SupportGiver.office.value, "status": SupportStatus.planned.value},
        ),
        "pairings_to_start": ("pairings", {"to_start": "true"}),
        "pairings_unsigned": ("pairings", {"unsigned": "true"}),
        "pairings_ending": ("pairings", {"ends_by": soon}),
        "pairings_without_plan": ("pairings", {"without_plan": "true"}),
        "successions_held": ("successions/planned", {"held": "true"}),
        "users_never_signed_in": ("users", {"never_signed_in": "true"}),
        "clients_expiring": ("clients", {"revoked": "false", "expires_by": soon}),
        "webhooks_failing": ("webhooks", {"status": WebhookStatus.failing.value}),
    }
    noun, parameters = asked[key]
    return f"{API}/{noun}?{urlencode(parameters)}"
