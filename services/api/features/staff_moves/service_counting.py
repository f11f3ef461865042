"""Schools against their approved posts as rows for statistics, and the predicates of their numbers."""

from services.api.features.staff_moves.queries_counting import has_state, known, rows

__all__ = ["has_state", "known", "rows"]
