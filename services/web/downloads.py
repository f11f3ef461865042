"""下载表格: the links of a list page, to the same rows as a file."""

from urllib.parse import urlencode

from services.web.api_client.base import Query

LISTS = {
    **{name: f"/{name}" for name in (
        "schools", "staff", "persons", "users", "clients", "pairings", "activities", "supports", "commitments",
        "assignments", "reports", "events",
    )},
    "refusals": "/refusals", "refusal_counts": "/statistics/refusals",
    "disagreements": "/disagreements", "covers": "/covers", "teams": "/teams", "team_numbers": "/teams/numbers",
    "duplicates": "/persons/duplicates", "person_merges": "/person-merges", "mentor_pairs": "/mentor-pairs",
    "mentor_listings": "/mentor-listings",
    "lesson_records": "/lesson-records", "shared_resources": "/shared-resources",
    "term_plans": "/term-plans", "support_classes": "/support-classes",
    "staff_moves": "/staff-moves", "headcounts": "/headcounts", "surplus_measures": "/surplus-measures",
    "leading_groups": "/leading-groups", "partners": "/partners",
    "meeting_decisions": "/meeting-decisions", "base_schools": "/base-schools",
    "planned_activities": "/planned-activities",
    "improvement_plans": "/improvement-plans", "schools_without_plan": "/improvement-plans/missing",
    "term_reviews": "/term-reviews",

    "agenda": "/agenda/items", "whereabouts": "/whereabouts", "school_whereabouts": "/whereabouts/schools",
    "assignment_goals": "/assignment-goals", "personal_plans": "/personal-plans", "summaries": "/summaries",
    "summaries_due": "/summaries/due", "handovers": "/handovers", "arrivals": "/arrivals",
    "webhooks": "/webhooks",
    "imports": "/imports", "exports": "/exports",
    "planned_successions": "/successions/planned",
    "staff_bases": "/staff-bases", "periods": "/periods",
}  # fmt: skip
"""Name in the address → the API's list."""
SUFFIXES = {"xlsx": "下载表格", "csv": "下载CSV"}
_PAGING = {"limit", "cursor", "count", "view"}


def files(name: str, asked: Query) -> list[tuple[str, str]]:
    """Return what the links say and where they lead; `asked` is what the page asked the API for."""
    return [(text, f"/downloads/{name}.{suffix}{_query(asked)}") for suffix, text in SUFFIXES.items()]


def identified(asked: Query) -> list[tuple[str, str]]:
    """The link to the same people with whole identity numbers; its page asks why."""
    return [("含身份证号的表", f"/exports/identified{_query(asked)}")]


def _query(asked: Query) -> str:
    kept: list[tuple[str, str]] = []
    for key, value in asked.items():
        if key not in _PAGING and value not in (None, "", []):
            kept += [(key, _text(each)) for each in (value if isinstance(value, list) else [value])]
    return f"?{urlencode(kept)}" if kept else ""


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
