"""Commitments in each of their periods as rows for statistics, and the predicates of their numbers."""

from services.api.features.commitments.queries_counting import due, kept, not_due, rows

__all__ = ["due", "kept", "not_due", "rows"]
