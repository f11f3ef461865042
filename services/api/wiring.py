"""Which features make up the API, and who asks whom before something ends."""

import importlib
from typing import Any

_NAMES = (
    "accounts",
    "regions",
    "schools",
    "staff",
    "clients",
    "pairings",
    "activities",
    "assignments",
    "reports",
    "notices",
    "workbench",
    "statistics",
    "events",
    "codes",
)


def _load(name: str, part: str) -> Any:
    path = f"services.api.features.{name}.{part}"
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        return None


_routes = [_load(name, "routes") for name in _NAMES]
ROUTERS = tuple(module.router for module in _routes if module is not None)
_accounts = _load("accounts", "service")
_reports = _load("reports", "service")
authenticator = getattr(_accounts, "authenticator", None)
has_demo_accounts = getattr(_accounts, "has_demo_accounts", None)
JOBS = tuple(
    (label, getattr(module, function))
    for label, module, function in (
        ("open_reports", _reports, "open_month"),
        ("sessions", _accounts, "forget_old"),
    )
    if module is not None and hasattr(module, function)
)


def connect_guards() -> None:
    """Lower features ask the ones above them through lists; fill those once."""
    for asked, answers in _questions():
        asked[:] = answers


def _questions() -> list[tuple[list[Any], list[Any]]]:
    schools, staff = _load("schools", "service"), _load("staff", "service")
    pairings, activities, assignments = (_load(name, "service") for name in ("pairings", "activities", "assignments"))
    return [
        (schools.close_guards, [pairings.open_of_school, assignments.open_of_school]),
        (schools.reporter_hooks, [_accounts.reporters]),
        (schools.staff_count_hooks, [staff.counts]),
        (staff.end_guards, [assignments.open_of_staff]),
        (pairings.end_guards, [assignments.in_post_after]),
        (pairings.people_counters, [assignments.people_of_pairing]),
        (pairings.activity_counters, [activities.count_of_pairing]),
        (pairings.timeline_sources, [activities.pairing_moments]),
        (assignments.month_hook, [_reports.assignment_months]),
    ]


async def load_official(session: Any) -> None:
    """Load the official regions."""
    regions = _load("regions", "service")
    if regions is not None and hasattr(regions, "load_official"):
        await regions.load_official(session)
