"""Refusals in the authorisation matrix: a case, and a well-formed call for every route that writes."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.refusals.models import Refusal
from services.api.features.staff.models import Staff
from tests.factories.world import HOME, Make

REASON = {"reason": "本人同意参加"}
REFUSAL_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/refusals"): lambda m, _k: {
        "staff_id": m.ids["staff_id"],
        "refused_on": "2026-11-20",
        "named_in": "区教发〔2026〕12号",
        "facts": "本人当面表示不去",
    },
    ("PATCH", "/refusals/{refusal_id}"): lambda _m, _k: {"facts": "本人书面表示不去"},
    ("POST", "/refusals/{refusal_id}/state"): lambda _m, _k: {"words": "家里有事"},
    ("POST", "/refusals/{refusal_id}/hear"): lambda _m, _k: {
        "kind": "recorded",
        "heard_on": "2026-11-25",
        "words": "本人说家里有事",
    },
    ("POST", "/refusals/{refusal_id}/decide"): lambda _m, _k: {
        "decided_on": "2026-12-01",
        "measures": ["employment_ended"],
        "document_no": "区教发〔2026〕30号",
        "basis": "聘用合同管理办法",
        "words": "多次做工作仍不参加",
    },
    ("POST", "/refusals/{refusal_id}/dismiss"): lambda _m, _k: {"ground": "deferral", "reason": "已批准暂缓"},
    ("POST", "/refusals/{refusal_id}/withdraw"): lambda _m, _k: REASON,
    ("POST", "/refusals/{refusal_id}/lift"): lambda _m, _k: REASON,
    ("POST", "/refusals/{refusal_id}/void"): lambda _m, _k: REASON,
}


async def refusal(make: Make, staff: Staff) -> dict[str, UUID]:
    """Somebody of the sending school, named in a list, who was not heard yet."""
    found = Refusal(
        county_code=HOME, staff_id=staff.id, school_year=2026, refused_on=date(2026, 11, 20),
        named_in="区教发〔2026〕12号", facts="本人当面表示不去",
    )  # fmt: skip
    await make.add(found)
    return {"refusal_id": found.id}
