"""Term reviews in the authorisation matrix: a well-formed call for every route that writes."""

from collections.abc import Callable
from typing import Any

REASON = {"reason": "计划有变"}
TERM_REVIEW_BODIES: dict[tuple[str, str], Callable[[Any, str], dict[str, Any] | None]] = {
    ("POST", "/term-reviews"): lambda m, _k: {
        "school_id": str(m.world.neighbour.id),
        "school_year": 2026,
        "term": "spring",
        "due_on": "2027-06-30",
    },
    ("PATCH", "/term-reviews/{term_review_id}"): lambda _m, _k: {"due_on": "2026-12-25"},
    ("POST", "/term-reviews/{term_review_id}/check"): lambda _m, _k: {"evidence": [{"kind": "critiques"}]},
    ("POST", "/term-reviews/{term_review_id}/decide"): lambda _m, _k: {"rest_qualified": True},
    ("POST", "/term-reviews/{term_review_id}/return"): lambda _m, _k: REASON,
    ("POST", "/term-reviews/{term_review_id}/void"): lambda _m, _k: REASON,
    ("POST", "/term-reviews/{term_review_id}/contributions"): lambda _m, _k: {"who": "数学教研组"},
    ("POST", "/term-reviews/{term_review_id}/contributions/{contribution_id}/hand-in"): lambda _m, _k: {
        "handed_on": "2026-11-02",
        "practice": "每周一次集体备课",
    },
    ("POST", "/term-reviews/{term_review_id}/contributions/{contribution_id}/judge"): lambda _m, _k: {
        "qualified": True,
    },
}
