"""Mentor pairs as rows for statistics, and the predicates of their numbers."""

from services.api.features.mentor_pairs.queries_counting import in_force, rows

__all__ = ["in_force", "rows"]
