"""Goals as rows for statistics, and the predicates of their numbers."""

from services.api.features.goals.queries_counting import due, has_status, not_due, rows

__all__ = ["due", "has_status", "not_due", "rows"]
